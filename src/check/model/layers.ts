/** @file The layer stack of a model or module: expands modules, joins branches and checks every shape. */

import type { LayerSetup } from '../../claims/setup.js'
import {
  circularDerivation,
  misplacedStatement,
  outOfRange,
  unexpectedWord,
  wrongValue,
} from '../../diagnostics/names.js'
import { shapeMismatch } from '../../diagnostics/shapes.js'
import type { Source, Span } from '../../diagnostics/source.js'
import type { CombinationKind } from '../../kinds/layer.js'
import { type Shape, ShapeError, elements, formatShape } from '../../kinds/shape.js'
import type { Item, Setting } from '../../language/tree.js'
import { applyKind } from '../resolve/apply.js'
import type { Place } from '../resolve/context.js'
import { type PlacedStatement, headOf, statementsOf } from '../resolve/derivation.js'
import { textOf } from '../resolve/evaluate.js'
import { instantiate, positional } from '../resolve/instantiate.js'
import { type LayerLine, lineAt } from '../resolve/places.js'
import type { Declared } from '../resolve/scope.js'
import { wholeNumber } from '../resolve/seeds.js'

export interface Stack {
  layers: LayerSetup[]
  /** The place of each layer in the text. */
  lines: LayerLine[]
  /** The shape of the output for one example. */
  shape: Shape
  /** Number of trainable parameters. */
  parameters: number
  /** Number of layers with trainable parameters. */
  trainable: number
}

/** A module under expansion, with the place of its use. */
interface Opened {
  name: string
  source: Source
  span: Span
}

const mostLayers = 10_000

/** @returns undefined if a mistake was reported */
export function stackLayers(
  statements: readonly PlacedStatement[],
  input: Shape,
  through: readonly Opened[] = [],
): Stack | undefined {
  const stack: Stack = { layers: [], lines: [], shape: input, parameters: 0, trainable: 0 }
  for (const { place, statement } of statements) {
    if (statement.type !== 'setting') {
      const where = through.length > 0 ? 'module' : 'model'
      place.report(misplacedStatement(place.source, statement.span, headOf(statement), where))
      return undefined
    }
    const next = stackStatement(place, statement, stack.shape, through)
    if (next === undefined) return undefined
    stack.layers.push(...next.layers)
    stack.lines.push(...next.lines)
    stack.shape = next.shape
    stack.parameters += next.parameters
    stack.trainable += next.trainable
    if (stack.layers.length > mostLayers) {
      const found = `${stack.layers.length} layers`
      place.report(unexpectedWord(place.source, statement.span, found, 'a model', []))
      return undefined
    }
  }
  return stack
}

function stackStatement(
  place: Place,
  statement: Setting,
  input: Shape,
  through: readonly Opened[],
): Stack | undefined {
  const head = headOf(statement)
  const { source, scope, registry, report } = place
  const items = statement.phrases[0]?.items ?? []
  const body = statement.body?.map((inner) => ({ place, statement: inner }))
  if (head === 'repeat' && body) return repeat(place, items, body, input, through)
  const combination = registry.find('combination', head)
  if (combination && body) return combine(place, statement, combination, body, input, through)
  if (body) {
    const known = ['repeat', ...registry.all('combination').map(({ name }) => name)]
    report(
      unexpectedWord(source, items[0]?.span ?? statement.span, head, 'a block of layers', known),
    )
    return undefined
  }
  const module = scope.find('module', head)
  if (module) return openModule(place, module, items, statement, input, through)
  return applyLayer(place, items, statement, input, through)
}

function applyLayer(
  place: Place,
  items: readonly Item[],
  statement: Setting,
  input: Shape,
  through: readonly Opened[],
): Stack | undefined {
  const also = place.scope.all('module').map(({ name }) => name)
  const layer = applyKind(place, 'layer', items, statement.span, also)
  if (layer === undefined) return undefined
  const kind = place.registry.get('layer', layer.kind)
  return withShapes(place, statement, kind.name, input, through, () => {
    const shape = kind.outputShape(layer.parameters, input)
    const weights = Object.values(kind.weights(layer.parameters, input))
    const parameters = weights
      .filter((weight) => weight.trainable)
      .reduce((sum, weight) => sum + elements(weight.shape), 0)
    const lines = [{ line: lineAt(place.source, statement.span.start) }]
    return { layers: [layer], lines, shape, parameters, trainable: parameters > 0 ? 1 : 0 }
  })
}

function openModule(
  place: Place,
  module: Declared,
  items: readonly Item[],
  { span }: Setting,
  input: Shape,
  through: readonly Opened[],
): Stack | undefined {
  if (through.some(({ name }) => name === module.name)) {
    place.report(circularDerivation(place.source, span, module.name))
    return undefined
  }
  const [first, ...rest] = items
  const values = first?.type === 'call' ? first.arguments : positional(rest)
  const instance = instantiate(place, module, values, span)
  if (instance === undefined) return undefined
  const classes = place.variables.get('classes')
  const variables = new Map(instance.variables)
  if (classes && !variables.has('classes')) variables.set('classes', classes)
  const statements = statementsOf(place, 'module', { ...instance, variables })
  if (statements === undefined) return undefined
  return stackLayers(statements, input, [
    ...through,
    { name: module.name, source: place.source, span },
  ])
}

/** Resolves `concat { branch { … } branch { … } }`; a body without branches is a single branch. */
function combine(
  place: Place,
  statement: Setting,
  kind: CombinationKind,
  body: readonly PlacedStatement[],
  input: Shape,
  through: readonly Opened[],
): Stack | undefined {
  const items = statement.phrases[0]?.items ?? []
  const application = applyKind(place, 'combination', items, statement.span)
  const isBranch = ({ statement }: PlacedStatement) => headOf(statement) === 'branch'
  const stacks = body.some(isBranch)
    ? body.map((inner) => branch(inner, kind, input, through))
    : [stackLayers(body, input, through)]
  if (application === undefined || !stacks.every((stack) => stack !== undefined)) return undefined
  const shapes = stacks.map(({ shape }) => shape)
  return withShapes(place, statement, kind.name, input, through, () => ({
    layers: [{ ...application, branches: stacks.map(({ layers }) => layers) }],
    lines: [
      {
        line: lineAt(place.source, statement.span.start),
        branches: stacks.map(({ lines }) => lines),
      },
    ],
    shape: kind.outputShape(application.parameters, shapes, input),
    parameters: stacks.reduce((sum, { parameters }) => sum + parameters, 0),
    trainable: stacks.reduce((sum, { trainable }) => sum + trainable, 0),
  }))
}

function branch(
  { place, statement }: PlacedStatement,
  kind: CombinationKind,
  input: Shape,
  through: readonly Opened[],
): Stack | undefined {
  const { source } = place
  if (statement.type !== 'setting' || headOf(statement) !== 'branch' || !statement.body) {
    const found = headOf(statement)
    place.report(unexpectedWord(source, statement.span, found, `\`${kind.name}\``, ['branch']))
    return undefined
  }
  const extra = statement.phrases[0]?.items[1]
  if (extra) {
    place.report(unexpectedWord(source, extra.span, textOf(source, extra), '`branch`', []))
    return undefined
  }
  const body = statement.body.map((inner) => ({ place, statement: inner }))
  return stackLayers(body, input, through)
}

/** Resolves `repeat 3 { … }`: three copies of the layers, each copy with separate weights. */
function repeat(
  place: Place,
  [head, count, ...rest]: readonly Item[],
  body: readonly PlacedStatement[],
  input: Shape,
  through: readonly Opened[],
): Stack | undefined {
  const times = count && rest.length === 0 ? wholeNumber(place, count) : undefined
  if (times === undefined || times < 1 || times > mostLayers) {
    const at = count ?? head
    if (at) {
      const found = textOf(place.source, at)
      const range = `from 1 to ${mostLayers}`
      place.report(
        times === undefined
          ? wrongValue(place.source, at.span, '`repeat`', 'a number such as `3`', found)
          : outOfRange(place.source, at.span, '`repeat`', range, found),
      )
    }
    return undefined
  }
  return stackLayers(Array.from({ length: times }, () => body).flat(), input, through)
}

function withShapes(
  { source, report }: Place,
  { span }: Setting,
  name: string,
  input: Shape,
  through: readonly Opened[],
  make: () => Stack,
): Stack | undefined {
  try {
    return make()
  } catch (error) {
    if (!(error instanceof ShapeError)) throw error
    const uses = through
      .map(({ name: module, ...at }) => ({ ...at, label: `in this use of \`${module}\`` }))
      .reverse()
    report(shapeMismatch(source, span, name, error.message, formatShape(input), uses))
    return undefined
  }
}
