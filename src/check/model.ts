/** @file A `model` block: its layers in order, their shapes and the number of parameters. */

import { misplacedStatement, unknownName } from '../diagnostics/names.js'
import { shapeMismatch, wrongOutput, wrongParameterCount } from '../diagnostics/shapes.js'
import { type Shape, ShapeError, elements, formatShape } from '../kinds/shape.js'
import type { Expect, Item } from '../language/tree.js'
import { applyKind } from './apply.js'
import type { Context, Place } from './context.js'
import { headOf, statementsOf } from './derivation.js'
import type { Declared } from './scope.js'
import type { Application } from './setup.js'

/** What a model is applied to. */
export interface ModelInput {
  shape: Shape
  classes: number
}

/** The layers for such an input, every shape checked. */
export function resolveModel(
  context: Context,
  declared: Declared,
  input: ModelInput,
): Application[] | undefined {
  const layers: Application[] = []
  const counts: { place: Place; statement: Expect }[] = []
  const classes: Item = {
    type: 'scalar',
    value: input.classes,
    unit: '',
    span: declared.block.kind.span,
  }
  let shape = input.shape
  let parameters = 0
  for (const { place: outer, statement } of statementsOf(context, 'model', declared)) {
    const { source } = outer
    const variables = new Map([...outer.variables, ['classes', { item: classes, source }]])
    const place: Place = { ...outer, variables }
    if (statement.type === 'expect') {
      counts.push({ place, statement })
      continue
    }
    if (statement.type !== 'setting') {
      place.report(misplacedStatement(source, statement.span, headOf(statement), 'model'))
      return undefined
    }
    const layer = applyKind(place, 'layer', statement.phrases[0]?.items ?? [], statement.span)
    if (layer === undefined) return undefined
    const kind = context.registry.get('layer', layer.kind)
    try {
      const output = kind.outputShape(layer.parameters, shape)
      parameters += countParameters(Object.values(kind.weights(layer.parameters, shape)))
      shape = output
    } catch (error) {
      if (!(error instanceof ShapeError)) throw error
      const found = formatShape(shape)
      place.report(shapeMismatch(source, statement.span, kind.name, error.message, found))
      return undefined
    }
    layers.push(layer)
  }
  if (shape.length !== 1 || shape[0] !== input.classes) {
    const at = declared.block.name?.span ?? declared.block.span
    context.report(wrongOutput(declared.source, at, formatShape(shape), input.classes))
    return undefined
  }
  for (const { place, statement } of counts) checkCount(place, statement, parameters)
  return layers
}

function countParameters(weights: { shape: Shape; trainable: boolean }[]): number {
  return weights
    .filter((weight) => weight.trainable)
    .reduce((sum, weight) => sum + elements(weight.shape), 0)
}

/** `expect params = 1_209_866` */
function checkCount({ source, report }: Place, { left, relation }: Expect, counted: number): void {
  const words = left.type === 'measurement' ? left.words.map((word) => word.text).join(' ') : ''
  if (words !== 'params') {
    const found = source.text.slice(left.span.start, left.span.end)
    report(unknownName(source, left.span, 'number of a model', found, ['params']))
    return
  }
  if (relation?.type !== 'comparison' || relation.operator !== '=') return
  const { right } = relation
  const expected = right.type === 'quantity' && right.value.type === 'scalar' && right.value.value
  if (expected === counted) return
  const found = source.text.slice(right.span.start, right.span.end)
  report(wrongParameterCount(source, right.span, found, counted.toLocaleString('en-US')))
}
