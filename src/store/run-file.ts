/** @file A run's record as the text of its file: JSON that carries its own digest, curves in columns. */

import { createHash } from 'node:crypto'
import { type RunSetup, type Setup, isComputation, isTraining, stepsIn } from '../claims/setup.js'
import type { Evaluation } from '../kinds/metric.js'
import { runKey } from '../plan/run-key.js'
import { recordShape } from './record-shape.js'
import type { RunRecord } from './record.js'

/** The version of the form: increase it when fields of a record change meaning. Records without it have form 1. */
const form = 1

const head = '{"sha256":"'
const digestLength = 64
const middle = '","record":'
const bodyStart = head.length + digestLength + middle.length

/** The significant digits of stored numbers: enough for 32-bit floats, which have seven and a half. */
const digits = 9

/** A curve by columns, since repeating the names of the numbers at every evaluation would triple the file. */
type Columns = Record<string, unknown[]>
type Body = Omit<RunRecord, 'curve'> & { form?: number; curve: Columns }

/** The reason why a record does not count. The message continues "the record is …". */
export class RecordError extends Error {
  constructor(
    readonly fault:
      /** Cut off, or changed after it was written. */
      | 'torn'
      /** A newer genspec wrote it. */
      | 'newer'
      /** Its digest is right, but its content is impossible for a run. */
      | 'refused'
      /** The file cannot be opened, or is not a regular file. */
      | 'unreadable',
    message: string,
  ) {
    super(message)
  }
}

/** Encodes a record; its curve keeps {@link digits} significant digits. */
export function encodeRecord(record: RunRecord): string {
  const body = JSON.stringify({ form, ...record, curve: toColumns(record.curve) })
  return `${wrapped(body)}\n`
}

function wrapped(body: string): string {
  return `${head}${digestOf(body)}${middle}${body}}`
}

/**
 * @param key the key that names the folder of the file
 * @throws RecordError if the text is not the record of that key
 */
export function decodeRecord(text: string, key: string): RunRecord {
  const body = text.slice(bodyStart, text.lastIndexOf('}'))
  // An editor or git may have changed the end of the line.
  if (text.trimEnd() !== wrapped(body)) {
    throw new RecordError('torn', 'torn, or changed after it was written')
  }
  const found = parse(body)
  const { form: own = 1, ...rest } = found
  if (!Number.isInteger(own) || own < 1) {
    throw incredible(`its form is ${JSON.stringify(own)}, not an integer of at least 1`)
  }
  if (own !== form) {
    throw new RecordError(
      'newer',
      `of form ${own}, and this genspec reads form ${form}: a newer one wrote it`,
    )
  }
  const wrong = recordShape(found)
  if (wrong !== undefined) throw incredible(wrong.slice(1))
  if (found.key !== key) throw new RecordError('refused', `that of the run ${found.key}`)
  const setup = shared(found.setup)
  if (runKey({ ...found, setup }) !== key) {
    throw incredible('its key is that of another set-up, seed, dataset or engine')
  }
  const record = { ...rest, setup, curve: toRows(found.curve) }
  const doubt = doubtOf(record)
  if (doubt !== undefined) throw incredible(doubt)
  return record
}

const setups = new Map<string, RunSetup>()

/** Returns the same object for equal set-ups, so that their keys are computed once. */
function shared(setup: RunSetup): RunSetup {
  const name = JSON.stringify(setup)
  const known = setups.get(name) ?? setup
  setups.set(name, known)
  return known
}

function parse(body: string): Body {
  try {
    const found: unknown = JSON.parse(body)
    if (typeof found === 'object' && found !== null) return found as Body
  } catch {
    // The text has a valid digest, but was not written by genspec.
  }
  throw incredible('it is not a JSON object')
}

function incredible(reason: string): RecordError {
  return new RecordError('refused', `not to be believed: ${reason}`)
}

/** The contradiction between a curve and its set-up, if there is one. */
function doubtOf(record: RunRecord): string | undefined {
  const { setup, status, curve, values, testRanks, provenance } = record
  const { seconds, setupSeconds } = provenance
  if (setupSeconds > seconds) return `its preparation took ${setupSeconds} s of ${seconds} s`
  if (isComputation(setup)) return values === undefined ? 'it has no values' : undefined
  let [epoch, step] = [0, 0]
  for (const one of curve) {
    if (!(one.epoch > epoch)) return `epoch ${one.epoch} stands after epoch ${epoch}`
    if (one.step !== undefined && !(one.step > step)) return `step ${one.step} stands after ${step}`
    ;[epoch, step] = [one.epoch, one.step ?? step]
  }
  if (!isTraining(setup)) {
    return epoch === 0 && status !== 'diverged'
      ? `it is ${status} and has no evaluation`
      : undefined
  }
  const miscounted = countDoubt(record, setup)
  if (miscounted !== undefined) return miscounted
  const { epochs, steps, conditions } = setup.training.stop
  if (epoch > epochs) return `it has an epoch ${epoch} of ${epochs}`
  if (testRanks !== undefined && !areRanks(testRanks, setup.dataset.take.test, curve.at(-1))) {
    return 'its testRanks are not those of its last evaluation'
  }
  if (status === 'diverged') return undefined
  if (epoch === 0) return `it is ${status} and has no evaluation`
  const whole = epoch === epochs || (steps !== undefined && step >= steps)
  const ended = status === 'stopped' || conditions.length > 0 || whole
  return ended ? undefined : `it is finished at epoch ${epoch} of ${epochs}`
}

/** Numbers that follow from the set-up, and losses that its loss cannot have. */
function countDoubt(
  { curve, stepsPerEpoch, trainExamples }: RunRecord,
  { dataset, training }: Setup,
): string | undefined {
  const { train } = dataset.take
  if (trainExamples !== train) return `it has ${trainExamples} training examples of ${train}`
  const steps = stepsIn(training, train)
  if (stepsPerEpoch !== steps) return `it has ${stepsPerEpoch} steps an epoch, not ${steps}`
  for (const { epoch, step, ...measured } of curve) {
    const expected = Math.min(epoch * steps, training.stop.steps ?? Infinity)
    if (step !== undefined && step !== expected) {
      return `it has step ${step} after epoch ${epoch}, not ${expected}`
    }
    const { trainLoss, testLoss, onlineLoss = 0 } = measured
    // Without a loss of its own a training has cross-entropy, which is never negative.
    const least = Math.min(trainLoss, testLoss, onlineLoss)
    if (training.loss === undefined && least < 0) {
      return `it has a cross-entropy of ${least} after epoch ${epoch}`
    }
  }
  return undefined
}

function areRanks(ranks: string, examples: number, last: Evaluation | undefined): boolean {
  const right = ranks.split('0').length - 1
  const share = last?.testAccuracy ?? NaN
  return ranks.length === examples && Math.abs(right / examples - share) < 10 ** -(digits - 1)
}

function shortened(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(shortened)
  const long = typeof value === 'number' && !Number.isInteger(value) && Number.isFinite(value)
  return long ? Number(value.toPrecision(digits)) : value
}

function digestOf(body: string): string {
  return createHash('sha256').update(body).digest('hex')
}

function toColumns(curve: readonly Evaluation[]): Columns {
  const names = new Set(curve.flatMap((evaluation) => Object.keys(evaluation)))
  const column = (name: string) =>
    curve.map((one) => shortened((one as unknown as Record<string, unknown>)[name] ?? null))
  return Object.fromEntries([...names].map((name) => [name, column(name)]))
}

/** @throws RecordError if the columns have different lengths */
function toRows(columns: Columns): Evaluation[] {
  const names = Object.keys(columns)
  const length = columns['epoch']?.length ?? 0
  for (const name of names) {
    const column: unknown = columns[name]
    if (Array.isArray(column) && column.length === length) continue
    throw incredible(`curve.${name} is not as long as curve.epoch`)
  }
  const rows: Evaluation[] = []
  for (let index = 0; index < length; index++) {
    const row: Record<string, unknown> = {}
    for (const name of names) {
      const value = columns[name]?.[index]
      if (value !== null) row[name] = value
    }
    rows.push(row as unknown as Evaluation)
  }
  return rows
}
