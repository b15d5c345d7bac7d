/**
 * @file A resolved `model` block: its layers for an input, and the check of its declared number of parameters.
 */

import type { LayerSetup } from '../../claims/setup.js'
import { unexpectedWord, unknownName, wrongValue } from '../../diagnostics/names.js'
import { wrongOutput, wrongParameterCount } from '../../diagnostics/shapes.js'
import { type Shape, formatShape } from '../../kinds/shape.js'
import type { ComparisonOperator, Expect, Item } from '../../language/tree.js'
import type { Context, Place } from '../resolve/context.js'
import { statementsOf } from '../resolve/derivation.js'
import { evaluate, textOf } from '../resolve/evaluate.js'
import type { LayerLine } from '../resolve/places.js'
import type { Declared } from '../resolve/scope.js'
import { stackLayers } from './layers.js'

/** The dataset properties that a model depends on. */
export interface ModelInput {
  shape: Shape
  classes: number
}

export interface ResolvedModel {
  layers: LayerSetup[]
  /** The place of each layer in the text. */
  lines: LayerLine[]
  /** Number of trainable parameters. */
  parameters: number
  /** Number of layers with trainable parameters. */
  trainable: number
}

/** Resolves the layers for an input, checking every shape. */
export function resolveModel(
  context: Context,
  declared: Declared,
  { shape, classes }: ModelInput,
): ResolvedModel | undefined {
  const { span } = declared.block.kind
  const count: Item = { type: 'scalar', value: classes, unit: '', span }
  const statements = statementsOf(context, 'model', declared)?.map(({ place, statement }) => {
    const variables = new Map(place.variables)
    if (!variables.has('classes'))
      variables.set('classes', { item: count, source: declared.source })
    return { place: { ...place, variables }, statement }
  })
  if (statements === undefined) return undefined
  const stack = stackLayers(
    statements.filter(({ statement }) => statement.type !== 'expect'),
    shape,
  )
  if (stack === undefined) return undefined
  if (stack.shape.length !== 1 || stack.shape[0] !== classes) {
    const at = declared.block.name?.span ?? declared.block.span
    context.report(wrongOutput(declared.source, at, formatShape(stack.shape), classes))
    return undefined
  }
  for (const { place, statement } of statements) {
    if (statement.type === 'expect') checkCount(place, statement, stack.parameters)
  }
  const { layers, lines, parameters, trainable } = stack
  return { layers, lines, parameters, trainable }
}

/** Checks `expect params = 1_209_866`. */
function checkCount(place: Place, expect: Expect, counted: number): void {
  const { source, report } = place
  const { left, relation, qualifiers } = expect
  const [extra] = [...(left.type === 'measurement' ? left.arms : []), ...qualifiers]
  if (extra) {
    const found = textOf(source, extra)
    report(unexpectedWord(source, extra.span, found, '`expect` in a model', []))
    return
  }
  const words = left.type === 'measurement' ? left.words.map((word) => word.text).join(' ') : ''
  if (words !== 'params') {
    report(unknownName(source, left.span, 'quantity of a model', textOf(source, left), ['params']))
    return
  }
  const [right] = relation?.type === 'comparison' ? relation.operands : []
  const expected = right && evaluate(place, right)
  if (relation === undefined || right === undefined || expected?.unit !== '') {
    const form = 'a number of parameters such as `params = 1_209_866`'
    report(wrongValue(source, expect.span, '`expect`', form, textOf(source, expect)))
    return
  }
  const operator = relation.word as ComparisonOperator
  if (holds(counted, operator, expected.value)) return
  const found = `${operator === '=' ? '' : `${operator} `}${textOf(source, right)}`
  report(wrongParameterCount(source, right.span, found, counted.toLocaleString('en-US')))
}

function holds(left: number, operator: ComparisonOperator, right: number): boolean {
  switch (operator) {
    case '=':
      return left === right
    case '<':
      return left < right
    case '<=':
      return left <= right
    case '>':
      return left > right
    case '>=':
      return left >= right
  }
}
