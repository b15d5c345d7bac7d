/** @file A `training` block: optimizer, learning rate, loss, regularisers, batch size and when to stop. */

import type { TrainingSetup } from '../../claims/setup.js'
import { aliasOf } from '../../diagnostics/aliases.js'
import {
  misplacedStatement,
  missingSetting,
  repeatedStatement,
  unexpectedWord,
  wrongValue,
} from '../../diagnostics/names.js'
import type { StopCondition } from '../../kinds/metric.js'
import {
  type Parameters,
  type Values,
  choice,
  flag,
  fraction,
  integer,
  number,
} from '../../kinds/parameter.js'
import type { ExpressionSyntax, Item, Setting, Until } from '../../language/tree.js'
import { applyKind } from '../resolve/apply.js'
import { bindItems } from '../resolve/bind.js'
import { resolveCondition } from '../resolve/condition.js'
import type { Context, Place } from '../resolve/context.js'
import { headOf, statementsOf } from '../resolve/derivation.js'
import { textOf } from '../resolve/evaluate.js'
import type { Declared } from '../resolve/scope.js'

/** A setting with the value `undefined` is switched off and leaves no default. */
type Settings = { [K in keyof TrainingSetup]?: TrainingSetup[K] | undefined }

const settings = [
  ...['optimizer', 'rate', 'warmup', 'batch', 'loss', 'weight decay', 'label smoothing', 'clip'],
  ...['augment', 'evaluate', 'until'],
]

const defaults = { batch: 128, evaluateEvery: 1 }

/**
 * Resolves a training. A training that ends at a step gets its number of epochs from its dataset: {@link
 * withLastEpoch}.
 */
export function resolveTraining(context: Context, declared: Declared): TrainingSetup | undefined {
  const found: Settings = {}
  let warmup: TrainingSetup['rate']['warmup']
  let failed = false
  const seen = new Set<string>()
  const statements = statementsOf(context, 'training', declared)
  if (statements === undefined) return undefined
  for (const { place, statement } of statements) {
    const head = headOf(statement)
    if (seen.has(head) && head !== 'augment') {
      const name = settings.find((one) => one.split(' ')[0] === head) ?? head
      place.report(repeatedStatement(place.source, statement.span, name, 'training'))
      failed = true
      continue
    }
    seen.add(head)
    let setting: Settings | undefined
    if (statement.type === 'until') setting = resolveUntil(place, statement)
    else if (statement.type !== 'setting') {
      place.report(misplacedStatement(place.source, statement.span, statement.type, 'training'))
    } else if (headOf(statement) === 'warmup') {
      warmup = resolveWarmup(place, statement)
      setting = warmup && {}
    } else setting = resolveSetting(place, statement)
    if (setting === undefined) {
      failed = true
      continue
    }
    const augmentation = [...(found.augmentation ?? []), ...(setting.augmentation ?? [])]
    Object.assign(found, setting, augmentation.length > 0 && { augmentation })
  }
  const { optimizer, rate, stop } = found
  if (failed) return undefined
  if (optimizer && rate && stop) {
    const used = Object.entries({ ...defaults, ...found }).filter(
      ([, value]) => value !== undefined,
    )
    const training = Object.fromEntries(used) as unknown as TrainingSetup
    return warmup ? { ...training, rate: { ...rate, warmup } } : training
  }
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

const units = ['epochs', 'epoch', 'steps', 'step'] as const
const plural = (unit: (typeof units)[number]) => (unit.startsWith('epoch') ? 'epochs' : 'steps')

const parametersOf = {
  rate: { rate: number({ doc: 'the initial learning rate', min: 0 }) },
  warmup: {
    length: integer({ doc: 'duration of the growth of the rate', min: 1 }),
    units: choice(units, { doc: 'what is counted' }),
  },
  batch: {
    size: integer({ doc: 'examples per step', min: 1 }),
    dropLast: flag({ doc: 'leave out the incomplete last batch of an epoch' }),
  },
  weight: {
    decay: number({ doc: 'factor on the weights in the gradient', named: true, min: 0 }),
    decoupled: flag({ doc: 'shrink the weights separately from the optimizer' }),
    on: choice(['weights', 'all parameters'], {
      doc: 'only kernels of layers, or biases, scales and shifts too',
      named: true,
      default: 'weights',
    }),
  },
  label: { smoothing: fraction({ doc: 'share spread over all classes', named: true }) },
  clip: {
    by: choice(['norm', 'value'], { doc: 'of the whole gradient, or each value of it' }),
    limit: number({ doc: 'the largest allowed value', min: 0 }),
  },
  evaluate: {
    every: integer({ doc: 'epochs between evaluations', named: true, min: 1 }),
    units: choice(['epochs', 'epoch'], { doc: 'what is counted', default: 'epochs' }),
  },
} satisfies Record<string, Parameters>

/** The values of a setting that has no kind. */
function bind<K extends keyof typeof parametersOf>(
  place: Place,
  head: K,
  items: readonly Item[],
  statement: Setting,
): Values<(typeof parametersOf)[K]> | undefined {
  const span = statement.phrases[0]?.items[0]?.span ?? statement.span
  const callee = { label: head, span, parameters: parametersOf[head] }
  return bindItems(place, callee, items) as Values<(typeof parametersOf)[K]> | undefined
}

function resolveSetting(place: Place, statement: Setting): Settings | undefined {
  const head = headOf(statement)
  const [name, ...items] = statement.phrases[0]?.items ?? []
  switch (head) {
    case 'optimizer': {
      if (reportSettings(place, items)) return undefined
      const optimizer = applyKind(place, 'optimizer', items, statement.span)
      return optimizer && { optimizer }
    }
    case 'rate': {
      const [initial, ...behind] = items
      const value = bind(place, 'rate', initial ? [initial] : [], statement)
      if (value === undefined) return undefined
      const rate = { initial: value.rate }
      if (behind.length === 0) return { rate }
      const schedule = applyKind(place, 'schedule', behind, statement.span)
      return schedule && { rate: { ...rate, schedule } }
    }
    case 'batch': {
      const value = bind(place, 'batch', items, statement)
      return value && { batch: value.size, dropLast: value.dropLast || undefined }
    }
    case 'loss': {
      const loss = applyKind(place, 'loss', items, statement.span)
      return loss && { loss: loss.kind === 'cross-entropy' ? undefined : loss }
    }
    case 'weight': {
      const value = bind(place, 'weight', items, statement)
      if (value === undefined) return undefined
      const { decay: rate, decoupled, on } = value
      return { weightDecay: rate === 0 ? undefined : { rate, decoupled, on } }
    }
    case 'label': {
      const value = bind(place, 'label', items, statement)
      return value && { labelSmoothing: value.smoothing === 0 ? undefined : value.smoothing }
    }
    case 'clip': {
      const value = bind(place, 'clip', items, statement)
      return value && { clip: value }
    }
    case 'augment': {
      const augmentation = applyKind(place, 'augmentation', items, statement.span)
      return augmentation && { augmentation: [augmentation] }
    }
    case 'evaluate': {
      const value = bind(place, 'evaluate', items, statement)
      return value && { evaluateEvery: value.every }
    }
    default: {
      const span = name?.span ?? statement.span
      const length = /^(?:epochs?|steps?)$/.exec(head)?.[0]
      const [count] = items
      const until = length && count && `write \`until ${textOf(place.source, count)} ${length}\``
      place.report(unexpectedWord(place.source, span, head, 'a training', settings, until))
      return undefined
    }
  }
}

/**
 * Reports a setting of the training among the optimizer's items, as in `adam lr 1e-3`.
 * @returns true if there is one
 */
function reportSettings({ source, registry, report }: Place, items: readonly Item[]): boolean {
  const [first, ...others] = items
  const optimizer = first?.type === 'call' ? first.name : first
  if (optimizer?.type !== 'name') return false
  const words = first?.type === 'call' ? first.arguments.map(({ name }) => name) : others
  const own = registry.find('optimizer', optimizer.text)?.parameters ?? {}
  for (const word of words) {
    if (word?.type !== 'name' || Object.hasOwn(own, word.text)) continue
    const meant = aliasOf(word.text, settings)
    if (meant === undefined) continue
    const help = `this belongs to the training: write \`${meant}\` on its own line`
    report(unexpectedWord(source, word.span, word.text, `\`${optimizer.text}\``, [], help))
    return true
  }
  return false
}

function resolveWarmup(place: Place, statement: Setting): TrainingSetup['rate']['warmup'] {
  const items = statement.phrases[0]?.items.slice(1) ?? []
  const value = bind(place, 'warmup', items, statement)
  return value && { length: value.length, units: plural(value.units) }
}

/** Resolves `until train acc >= 100% or 300 epochs`, `until 20k steps`. */
function resolveUntil(place: Place, statement: Until): Pick<TrainingSetup, 'stop'> | undefined {
  const conditions: StopCondition[] = []
  const last: { epochs?: number; steps?: number } = {}
  for (const stop of statement.stops) {
    if (stop.type === 'comparison') {
      const condition = resolveCondition(place, stop)
      if (condition === undefined) return undefined
      conditions.push(condition)
      continue
    }
    const limit = limitOf(stop)
    if (limit === undefined) {
      const expected = 'a number of epochs or steps such as `300 epochs`'
      const found = textOf(place.source, stop)
      place.report(wrongValue(place.source, stop.span, '`until`', expected, found))
      return undefined
    }
    if (last[limit.units] !== undefined) {
      place.report(repeatedStatement(place.source, stop.span, limit.units, '`until`'))
      return undefined
    }
    last[limit.units] = limit.count
  }
  const { epochs, steps } = last
  if (epochs === undefined && steps === undefined) {
    const example = `${textOf(place.source, statement)} or 300 epochs`
    place.report(missingSetting(place.source, statement.span, 'a last epoch', '`until`', example))
    return undefined
  }
  const stop = { conditions, epochs: epochs ?? Number.MAX_SAFE_INTEGER }
  return { stop: { ...stop, ...(steps !== undefined && { steps }) } }
}

function limitOf(stop: ExpressionSyntax): { count: number; units: 'epochs' | 'steps' } | undefined {
  if (stop.type !== 'quantity' || stop.value.type !== 'scalar') return undefined
  const { value, unit } = stop.value
  const units = /^(epoch|step)s?$/.exec(stop.unit?.text ?? '')?.[1]
  if (units === undefined || !Number.isSafeInteger(value) || value < 1 || unit !== '')
    return undefined
  return { count: value, units: units === 'epoch' ? 'epochs' : 'steps' }
}
