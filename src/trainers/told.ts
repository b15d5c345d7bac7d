/** @file The values that a trainer reports, one line of JSON for each epoch and one at the end, as a run's curve. */

import type { Evaluation } from '../kinds/metric.js'
import type { Registry } from '../kinds/registry.js'
import { type TrainerKind, evaluationFields, measureNames } from '../kinds/trainer.js'
import { impossibleAs, unitOf } from '../kinds/unit.js'
import { visible } from '../text/visible.js'
import { TrainerError } from './error.js'

/** The effect of a line. */
export type Taken =
  | { evaluation: Evaluation }
  /** A promised number is not finite, so the run has diverged. */
  | { diverged: string }
  | undefined

/** Keys that do not name metrics. */
const reserved = ['epoch', 'epochs', 'step', 'environment']
/** The number of characters of a line that a message shows. */
const shownLength = 200

export class Told {
  readonly curve: Evaluation[] = []
  /** Versions, device and the like, as the trainer reports them. */
  readonly environment: Record<string, string> = {}
  readonly #registry: Registry
  readonly #promised: readonly string[]
  /** True once the trainer has reported its final values. */
  #ended = false

  constructor(registry: Registry, trainer: TrainerKind) {
    this.#registry = registry
    this.#promised = measureNames(trainer)
  }

  /** @throws TrainerError if the line breaks the protocol */
  take(line: string): Taken {
    const said = parse(line)
    this.#takeEnvironment(said['environment'], line)
    const keys = Object.keys(said).filter((key) => key !== 'environment')
    if (keys.length === 0) return undefined
    if (this.#ended)
      throw new TrainerError(`it prints more lines after its final values: ${shown(line)}`)
    const epoch = said['epoch'] === undefined ? undefined : this.#epochOf(said['epoch'], line)
    const where = epoch === undefined ? 'its final values' : `epoch ${epoch}`
    const numbers = new Map<string, number>()
    for (const [name, value] of Object.entries(said)) {
      if (reserved.includes(name)) continue
      const read = this.#numberOf(name, value, where)
      if (read === undefined) continue
      if (!Number.isFinite(read)) return { diverged: `${name} became ${read} in ${where}` }
      numbers.set(name, read)
    }
    const counts = {
      ...countOf(said, 'epochs', line),
      ...countOf(said, 'step', line),
    }
    if (epoch === undefined) return this.#end(numbers, counts)
    const evaluation = evaluationOf({ epoch, ...counts }, numbers)
    this.curve.push(evaluation)
    return { evaluation }
  }

  /** The promised metrics that the trainer never reported. */
  missing(): string[] {
    const last = this.curve.at(-1)
    return this.#promised.filter((name) => {
      const field = fieldOf(name)
      const value = field ? last?.[field] : last?.values?.[name]
      return value === undefined || Number.isNaN(value)
    })
  }

  /** Final values belong to the last epoch; without epochs, the whole run is one. */
  #end(numbers: ReadonlyMap<string, number>, counts: object): Taken {
    this.#ended = true
    const last = this.curve.pop()
    const evaluation = evaluationOf({ ...(last ?? { epoch: 1 }), ...counts }, numbers)
    this.curve.push(evaluation)
    return last === undefined ? { evaluation } : undefined
  }

  #epochOf(value: unknown, line: string): number {
    const last = this.curve.at(-1)?.epoch ?? 0
    if (!Number.isSafeInteger(value) || Number(value) < 1) {
      throw new TrainerError(`its \`epoch\` is not an integer of at least 1: ${shown(line)}`)
    }
    if (Number(value) <= last) {
      throw new TrainerError(
        `it reports epoch ${Number(value)} after epoch ${last}: ${shown(line)}`,
      )
    }
    return Number(value)
  }

  /** The value as a number, not finite if a promised one is null, NaN or infinite; `undefined` if it is not used. */
  #numberOf(name: string, value: unknown, where: string): number | undefined {
    const promised = this.#promised.includes(name)
    const read = value === null ? NaN : numeric(value)
    if (read === undefined) {
      if (!promised) return undefined
      const found = shown(JSON.stringify(value))
      throw new TrainerError(`its \`${name}\` in ${where} is not a number: ${found}`)
    }
    if (!Number.isFinite(read)) return promised ? read : undefined
    const metric = this.#registry.find('metric', name)
    const wrong = metric && impossibleAs(unitOf(metric.unit), read)
    if (wrong !== undefined) throw new TrainerError(`its \`${name}\` in ${where} is ${wrong}`)
    return read
  }

  #takeEnvironment(said: unknown, line: string): void {
    if (said === undefined) return
    if (typeof said !== 'object' || said === null || Array.isArray(said)) {
      throw new TrainerError(`its \`environment\` is not an object of texts: ${shown(line)}`)
    }
    for (const [name, value] of Object.entries(said))
      this.environment[visible(name)] = visible(String(value))
  }
}

/** Python writes NaN and Infinity, which JSON does not have. */
const unwritten = /(?<=[:[,]\s*)(NaN|-?Infinity)(?=\s*[,}\]])/g

function parse(line: string): Record<string, unknown> {
  try {
    const said: unknown = JSON.parse(line.replace(unwritten, '"$1"'))
    if (typeof said === 'object' && said !== null && !Array.isArray(said)) {
      return said as Record<string, unknown>
    }
  } catch {
    // Reported below.
  }
  throw new TrainerError(`it wrote a line that is not a JSON object: ${shown(line)}`)
}

function numeric(value: unknown): number | undefined {
  if (typeof value === 'number') return value
  return ['NaN', 'Infinity', '-Infinity'].includes(String(value)) ? Number(value) : undefined
}

function countOf(
  said: Record<string, unknown>,
  name: 'epochs' | 'step',
  line: string,
): { [name in 'epochs' | 'step']?: number } {
  const value = said[name]
  if (value === undefined) return {}
  if (Number.isSafeInteger(value) && Number(value) > 0) return { [name]: Number(value) }
  throw new TrainerError(`its \`${name}\` is not an integer of at least 1: ${shown(line)}`)
}

function fieldOf(
  name: string,
): (typeof evaluationFields)[keyof typeof evaluationFields] | undefined {
  return Object.hasOwn(evaluationFields, name)
    ? evaluationFields[name as keyof typeof evaluationFields]
    : undefined
}

/** Missing numbers are NaN, and absent in a record. */
function evaluationOf(
  before: Partial<Evaluation> & { epoch: number },
  numbers: ReadonlyMap<string, number>,
): Evaluation {
  const fields: { [F in NonNullable<ReturnType<typeof fieldOf>>]?: number } = {}
  const values: Record<string, number> = { ...before.values }
  for (const [name, value] of numbers) {
    const field = fieldOf(name)
    if (field) fields[field] = value
    else values[name] = value
  }
  const unknown = { trainAccuracy: NaN, trainLoss: NaN, testAccuracy: NaN, testLoss: NaN }
  return {
    ...unknown,
    ...before,
    ...fields,
    ...(Object.keys(values).length > 0 && { values }),
  }
}

function shown(line: string): string {
  const text = line.trim()
  return text.length > shownLength ? `${text.slice(0, shownLength)} …` : text
}
