/** @file Resolves the arithmetic of an expectation: measurements with their set-ups, and units that fit. */

import { calculate, exact, toNumber } from '../../claims/exact.js'
import type { Expression } from '../../claims/expression.js'
import { stepsIn } from '../../claims/setup.js'
import {
  missingSetting,
  outOfRange,
  unexpectedWord,
  unknownName,
  wrongValue,
} from '../../diagnostics/names.js'
import { type MetricKind, drawnOf, layerIn } from '../../kinds/metric.js'
import { type TrainerData, isTold } from '../../kinds/trainer.js'
import { type Unit, unitOf } from '../../kinds/unit.js'
import type * as tree from '../../language/tree.js'
import {
  type ArmResolver,
  type ArmSelection,
  type ArmPart,
  type ResolvedParts,
  selectArms,
} from './arm.js'
import { resolveCondition } from './condition.js'
import { type Constant, constantOf, quantityOf } from './constant.js'
import type { Place } from './context.js'
import { textOf, valueAt } from './evaluate.js'
import { resolveGiven } from './given.js'
import { sweptAt } from './swept.js'
import { settingsOf, trainerArm, trainerOf } from './trainer.js'
import { checkOperation } from './units.js'

/** @returns undefined if a mistake was reported */
export function resolveExpression(
  place: Place,
  expression: tree.ExpressionSyntax,
  arms: ArmResolver,
  selection: ArmSelection,
): Expression | undefined {
  switch (expression.type) {
    case 'quantity':
      return resolveQuantity(place, expression)
    case 'measurement':
      return resolveMeasurement(place, expression, arms, selection)
    case 'qualified':
      return resolveExpression(
        place,
        expression.expression,
        arms,
        selectArms(place, selection, expression.arms),
      )
    case 'negation': {
      const right = resolveExpression(place, expression.operand, arms, selection)
      const left: Expression = { type: 'constant', value: 0, unit: 'number', text: '0' }
      return right && folded(place, expression, '-', left, right, right.unit)
    }
    case 'operation': {
      const left = resolveExpression(place, expression.left, arms, selection)
      const right = resolveExpression(place, expression.right, arms, selection)
      if (left === undefined || right === undefined) return undefined
      // `-A + B` is `B - A`.
      const turned = expression.operator === '+' && expression.left.type === 'negation'
      const unit = turned
        ? checkOperation(place, { ...expression, operator: '-' }, right.unit, left.unit)
        : checkOperation(place, expression, left.unit, right.unit)
      return unit && folded(place, expression, expression.operator, left, right, unit)
    }
  }
}

/** Builds an operation; an operation on two constants is evaluated exactly. */
function folded(
  place: Place,
  written: tree.ExpressionSyntax,
  operator: tree.Operation['operator'],
  left: Expression,
  right: Expression,
  unit: Unit,
): Expression | undefined {
  const { source, report } = place
  const text = textOf(source, written)
  if (operator === '/' && right.type === 'constant' && right.value === 0) {
    report(outOfRange(source, written.span, 'a divisor', 'other than 0', `\`${text}\``))
    return undefined
  }
  if (left.type !== 'constant' || right.type !== 'constant') {
    return { type: 'operation', operator, unit, left, right }
  }
  const value = toNumber(calculate(operator, exact(left.value), exact(right.value)))
  const computed = left.computed ?? right.computed
  return finite(place, written, {
    type: 'constant',
    value,
    unit,
    text,
    ...(computed && { computed }),
  })
}

/** Reports a number that is too large for a double. */
function finite(
  { source, report }: Place,
  { span }: tree.ExpressionSyntax,
  constant: Constant,
): Constant | undefined {
  if (Number.isFinite(constant.value)) return constant
  report(outOfRange(source, span, 'a number', 'finite', `\`${constant.text}\``))
  return undefined
}

function resolveQuantity(place: Place, quantity: tree.Quantity): Expression | undefined {
  const constant = quantityOf(place, quantity)
  if (constant) return finite(place, quantity, constant)
  const text = textOf(place.source, quantity)
  const expected = 'a number, a percentage such as `99%` or points such as `3pp`'
  place.report(wrongValue(place.source, quantity.span, 'an expectation', expected, text))
  return undefined
}

interface SetupNumber {
  unit: Unit
  needs: readonly ArmPart[]
  /** True if the number needs a model or a training, not only the data. */
  computed?: true
  /** The number for a trainer, if its declaration describes its training data. */
  told?(data: TrainerData): number | undefined
  of(parts: ResolvedParts): number | undefined
}

/** Numbers that follow from a set-up, before any training. */
const setupNumbers: Record<string, SetupNumber> = {
  chance: {
    unit: 'level',
    needs: ['dataset'],
    of: ({ dataset }) => dataset && 1 / dataset.classes,
    told: ({ classes }) => classes && 1 / classes,
  },
  classes: {
    unit: 'number',
    needs: ['dataset'],
    of: ({ dataset }) => dataset?.classes,
    told: ({ classes }) => classes,
  },
  params: {
    unit: 'number',
    needs: ['dataset', 'model'],
    computed: true,
    of: ({ model }) => model?.parameters,
  },
  'train examples': {
    unit: 'number',
    needs: ['dataset'],
    of: ({ dataset }) => dataset?.setup.take.train,
    told: ({ train }) => train,
  },
  'test examples': {
    unit: 'number',
    needs: ['dataset'],
    of: ({ dataset }) => dataset?.setup.take.test,
    told: ({ test }) => test,
  },
  'steps per epoch': {
    unit: 'steps per epoch',
    needs: ['dataset', 'training'],
    computed: true,
    of: ({ dataset, training }) =>
      dataset && training && stepsIn(training, dataset.setup.take.train),
  },
}

function resolveMeasurement(
  place: Place,
  measurement: tree.MeasurementSyntax,
  arms: ArmResolver,
  selection: ArmSelection,
): Expression | undefined {
  const { source, registry, report } = place
  const { words } = measurement
  const name = words.map((word) => word.text).join(' ')
  const text = textOf(source, measurement)
  const [word, ...others] = words
  const variable = word && others.length === 0 ? valueAt(place, word).item : undefined
  if (variable?.type === 'scalar') {
    const constant = constantOf(variable, text)
    if (constant) return finite(place, measurement, constant)
  }
  const selected = selectArms(place, selection, measurement.arms)
  const { given } = selected
  if (given !== undefined) return resolveMeasure(place, measurement, { ...selected, given }, arms)
  const trainer = trainerOf(place, selected)
  const settings = trainer && settingsOf(place, selected, trainer, measurement.span)
  if (trainer && settings === undefined) return undefined
  const has = (one: MetricKind) => (trainer ? isTold(trainer.kind, one) : !one.ofTrainer)
  const named = registry.find('metric', name)
  const kind = named && has(named) ? named : undefined
  const setupNumber =
    Object.hasOwn(setupNumbers, name) && !(trainer && kind) ? setupNumbers[name] : undefined
  const span = { start: word?.span.start ?? 0, end: words.at(-1)?.span.end ?? 0 }
  if (kind === undefined && setupNumber === undefined) {
    const known = [
      ...registry
        .all('metric')
        .filter(has)
        .map((metric) => metric.name),
      ...Object.keys(setupNumbers),
    ]
    const what = trainer ? `metric of trainer \`${trainer.kind.name}\`` : 'metric'
    report(unknownName(source, span, what, name, known))
    return undefined
  }
  const [condition, ...rest] = measurement.arguments
  const takesCondition = setupNumber === undefined && kind?.takesCondition === true
  if (takesCondition && condition === undefined) {
    const example = `${name} (train loss < 0.05)`
    report(missingSetting(source, span, 'a condition', `\`${name}\``, example))
    return undefined
  }
  const unexpected = takesCondition ? rest[0] : condition
  if (unexpected !== undefined) {
    report(unexpectedWord(source, unexpected.span, textOf(source, unexpected), `\`${name}\``, []))
    return undefined
  }
  if (condition !== undefined && condition.type !== 'comparison') {
    const expected = 'a condition such as `train loss < 0.05`'
    report(wrongValue(source, condition.span, `\`${name}\``, expected, textOf(source, condition)))
    return undefined
  }
  const waitsFor = condition && resolveCondition(place, condition, name)
  if (condition !== undefined && waitsFor === undefined) return undefined
  if (waitsFor && !has(registry.get('metric', waitsFor.metric))) {
    const known = registry
      .all('metric')
      .filter(has)
      .map((metric) => metric.name)
    report(unknownName(source, condition?.span ?? span, 'metric', waitsFor.metric, known))
    return undefined
  }
  if (setupNumber && trainer && settings) {
    const value = setupNumber.told?.(trainer.kind.data?.(settings) ?? {})
    if (value !== undefined) return { type: 'constant', value, unit: setupNumber.unit, text }
    const example = 'data: () => ({ train: 50_000, test: 10_000, classes: 10 })'
    const where = `trainer \`${trainer.kind.name}\``
    report(missingSetting(source, span, 'the number of `' + name + '`', where, example))
    return undefined
  }
  if (setupNumber !== undefined) {
    const { needs, unit, computed } = setupNumber
    const parts = arms.parts(place, selected, measurement.span, needs)
    const value = parts && setupNumber.of(parts)
    if (value === undefined) return undefined
    return { type: 'constant', value, unit, text, ...(computed && { computed }) }
  }
  const arm =
    trainer && settings
      ? trainerArm(place, arms, trainer, settings)
      : arms.resolve(place, selected, measurement.span)
  if (arm === undefined || kind === undefined) return undefined
  if (kind.ofLayer) {
    const layer = layerIn(name)?.layer
    const { model } = arms.parts(place, selected, measurement.span, ['dataset', 'model']) ?? {}
    if (layer === undefined || layer >= (model?.trainable ?? 0)) {
      const expected = `a layer with weights, \`layer-1\` to \`layer-${model?.trainable}\``
      report(wrongValue(source, span, `\`${kind.name}\``, expected, name))
      return undefined
    }
  }
  const waited = waitsFor && registry.get('metric', waitsFor.metric)
  const drawn = [kind, ...(waited ? [waited] : [])].flatMap(drawnOf)
  return {
    type: 'measurement',
    metric: name,
    ...(waitsFor && { condition: waitsFor }),
    unit: unitOf(kind.unit),
    ...(drawn.length > 0 && { drawn }),
    ...{ text, arm },
    ...sweptAt(place, measurement, selected),
  }
}

/** A result of a computation, or a number that it receives. */
function resolveMeasure(
  place: Place,
  measurement: tree.MeasurementSyntax,
  selection: ArmSelection & { given: NonNullable<ArmSelection['given']> },
  arms: ArmResolver,
): Expression | undefined {
  const { source, report } = place
  const text = textOf(source, measurement)
  const name = measurement.words.map((word) => word.text).join(' ')
  const ofTraining = [...measurement.arms, ...(selection.said ?? [])].find(({ type }) =>
    ['of', 'on', 'with'].includes(type),
  )
  if (ofTraining) {
    const help = 'write what it is computed on after `given`'
    const found = textOf(source, ofTraining)
    report(unexpectedWord(source, ofTraining.span, found, 'a computation', [], help))
    return undefined
  }
  const resolved = resolveGiven(place, selection, arms)
  if (resolved === undefined) return undefined
  const { arm, measures, numbers } = resolved
  const number = numbers.get(name)
  if (number !== undefined && !Object.hasOwn(measures, name)) {
    return { type: 'constant', value: number, unit: 'number', text }
  }
  const measure = Object.hasOwn(measures, name) ? measures[name] : undefined
  if (measure === undefined) {
    const known = [...Object.keys(measures), ...numbers.keys()]
    report(unknownName(source, measurement.span, 'measure', name, known))
    return undefined
  }
  const swept = sweptAt(place, measurement, selection)
  return { type: 'measurement', metric: name, unit: unitOf(measure.unit), text, arm, ...swept }
}
