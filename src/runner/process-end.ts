/** @file Why a run's process ended without a record, in words, and whether the machine is to blame. */

import { getHeapStatistics } from 'node:v8'
import { formatBytes } from '../text/bytes.js'

/** Why there is no record. */
export interface Loss {
  reason: string
  /** Whether the machine is to blame, so that another attempt may succeed. */
  machine: boolean
}

export interface ChildEnd {
  /** Nothing where a signal ended it. */
  code: number | null
  signal: string | null
  /** The end of what it wrote to standard error. */
  errorText: string
}

/** Of a process that ended without saying why. */
export function explainEnd({ code, signal, errorText }: ChildEnd): Loss {
  if (heapExhausted.test(errorText)) return { reason: heapReason(), machine: false }
  const said = tellingLine(errorText)
  if (signal !== null) {
    const meaning = signals[signal]
    const end = `its process was killed (${signal})`
    return { reason: end + (said ? `: ${said}` : meaning ? `; ${meaning}` : ''), machine: true }
  }
  // What was thrown is thrown again at the next attempt.
  const thrown = said !== undefined && error.test(said)
  return {
    reason: thrown
      ? `its process ended with an error: ${said}`
      : `its process ended with code ${code}${said ? `: ${said}` : ''}`,
    machine: !thrown,
  }
}

/** Of a run that somebody else than its command has ended: it has kept what there was. */
export const toldToEnd: Loss = {
  reason: 'its process was told to end (SIGTERM)',
  machine: true,
}

/** Of what a run's process said before it ended. */
export function explainFailure(message: string, machine = false): Loss {
  return { reason: message, machine: machine || deviceExhausted.test(message) }
}

const deviceExhausted = /out of memory|\bOOM\b|allocation failed|RESOURCE_EXHAUSTED/i
const heapExhausted = /JavaScript heap out of memory|Reached heap limit|FatalProcessOutOfMemory/

function heapReason(): string {
  const limit = getHeapStatistics().heap_size_limit
  const more = 1024 * Math.ceil((2 * limit) / 2 ** 30)
  return `it needs more JavaScript memory than the ${formatBytes(limit)} that Node allows a process; allow more, such as NODE_OPTIONS=--max-old-space-size=${more} (in MB), or make the set-up smaller`
}

const signals: Record<string, string> = {
  SIGKILL: 'the machine may have run out of memory',
  SIGBUS: 'a file that it had mapped was cut, or the disk or /dev/shm is full',
  SIGSEGV: 'the engine or a driver has a fault',
  SIGILL: 'the processor lacks an instruction that the engine uses',
  SIGXCPU: 'it has used the processor time that it may use',
}

const error = /^(?:Uncaught )?(?:\w*Error|\w*Exception)\b.*?:/

/** Stack traces, dumps of the heap and the lines that Node adds tell nobody anything. */
const noise = [
  /^\s*(at |\^|$)/,
  /^Node\.js v/,
  /^(file|node):\S+:\d+$/,
  /^\s*\d+: /,
  /^-+ .* -+$/,
  /^[{}]?\s*\w*:? ?.*[{,]$/,
  /^\}$/,
]

export function tellingLines(lines: readonly string[]): string[] {
  return lines.filter((line) => !noise.some((pattern) => pattern.test(line)))
}

function tellingLine(text: string): string | undefined {
  const lines = tellingLines(text.split('\n'))
  return (lines.find((line) => error.test(line)) ?? lines.at(-1))?.trim()
}
