/** @file A `training` block: optimizer, learning rate, batch size and when to stop. */

import {
  misplacedStatement,
  missingSetting,
  unexpectedWord,
  wrongValue,
} from '../diagnostics/names.js'
import type { StopCondition } from '../kinds/metric.js'
import { integer, number } from '../kinds/parameter.js'
import type { Expression, Setting, Until } from '../language/tree.js'
import { applyKind } from './apply.js'
import { bindItems } from './bind.js'
import { resolveCondition } from './condition.js'
import type { Context, Place } from './context.js'
import { headOf, statementsOf } from './derivation.js'
import { textOf } from './evaluate.js'
import type { Declared } from './scope.js'
import type { TrainingSetup } from './setup.js'

const settings = ['optimizer', 'rate', 'batch', 'evaluate', 'until']

const defaults = { batch: 128, evaluateEvery: 1 }

export function resolveTraining(context: Context, declared: Declared): TrainingSetup | undefined {
  const found: Partial<TrainingSetup> = {}
  let failed = false
  for (const { place, statement } of statementsOf(context, 'training', declared)) {
    let setting: Partial<TrainingSetup> | undefined
    if (statement.type === 'until') setting = resolveUntil(place, statement)
    else if (statement.type === 'setting') setting = resolveSetting(place, statement)
    else place.report(misplacedStatement(place.source, statement.span, statement.type, 'training'))
    if (setting === undefined) failed = true
    else Object.assign(found, setting)
  }
  const { optimizer, rate, stop } = found
  if (optimizer && rate && stop) {
    return failed ? undefined : { ...defaults, ...found, optimizer, rate, stop }
  }
  if (failed) return undefined
  const missing = (setting: string, example: string) => {
    const at = declared.block.name?.span ?? declared.block.span
    const where = `training \`${declared.name}\``
    context.report(missingSetting(declared.source, at, setting, where, example))
  }
  if (!optimizer) missing('optimizer', 'optimizer sgd momentum 0.9')
  if (!rate) missing('rate', 'rate 0.01 times 0.95 each epoch')
  if (!stop) missing('until', 'until train acc >= 100% or 300 epochs')
  return undefined
}

function resolveSetting(place: Place, statement: Setting): Partial<TrainingSetup> | undefined {
  const head = headOf(statement)
  const [name, ...items] = statement.phrases[0]?.items ?? []
  const span = name?.span ?? statement.span
  switch (head) {
    case 'optimizer': {
      const optimizer = applyKind(place, 'optimizer', items, statement.span)
      return optimizer && { optimizer }
    }
    case 'rate': {
      const [initial, ...behind] = items
      const parameters = { rate: number({ doc: 'the initial learning rate', min: 0 }) }
      const callee = { label: 'rate', span, parameters }
      const value = bindItems(place, callee, initial ? [initial] : [])
      if (value === undefined) return undefined
      const rate = { initial: value['rate'] as number }
      if (behind.length === 0) return { rate }
      const schedule = applyKind(place, 'schedule', behind, statement.span)
      return schedule && { rate: { ...rate, schedule } }
    }
    case 'batch': {
      const parameters = { size: integer({ doc: 'examples per step', min: 1 }) }
      const value = bindItems(place, { label: 'batch', span, parameters }, items)
      return value && { batch: value['size'] as number }
    }
    case 'evaluate': {
      const parameters = { every: integer({ doc: 'epochs', named: true, min: 1 }) }
      const last = items.at(-1)
      const epochs = last?.type === 'name' && /^epochs?$/.test(last.text)
      const callee = { label: 'evaluate', span, parameters }
      const value = bindItems(place, callee, epochs ? items.slice(0, -1) : items)
      return value && { evaluateEvery: value['every'] as number }
    }
    default:
      place.report(unexpectedWord(place.source, span, head, 'a training', settings))
      return undefined
  }
}

/** `until train acc >= 100% or 300 epochs` */
function resolveUntil(place: Place, statement: Until): Pick<TrainingSetup, 'stop'> | undefined {
  const conditions: StopCondition[] = []
  let epochs: number | undefined
  for (const stop of statement.stops) {
    if (stop.type === 'comparison') {
      const condition = resolveCondition(place, stop)
      if (condition === undefined) return undefined
      conditions.push(condition)
    } else {
      epochs = epochsOf(stop)
      if (epochs === undefined) {
        const found = textOf(place.source, stop)
        const expected = 'a number of epochs such as `300 epochs`'
        place.report(wrongValue(place.source, stop.span, '`until`', expected, found))
        return undefined
      }
    }
  }
  if (epochs === undefined) {
    const example = `${textOf(place.source, statement)} or 300 epochs`
    const where = '`until`'
    place.report(missingSetting(place.source, statement.span, 'a last epoch', where, example))
    return undefined
  }
  return { stop: { conditions, epochs } }
}

function epochsOf(stop: Expression): number | undefined {
  if (stop.type !== 'quantity' || stop.value.type !== 'scalar') return undefined
  const { value, unit } = stop.value
  const whole = Number.isInteger(value) && value >= 1 && unit === ''
  return whole && /^epochs?$/.test(stop.unit?.text ?? '') ? value : undefined
}
