/** @file Explanations of why a run's process ended without a record, and whether the machine is to blame. */

import { getHeapStatistics } from 'node:v8'
import { formatBytes } from '../text/bytes.js'

/** Why there is no record. */
export interface Loss {
  reason: string
  /** True if the machine is to blame, so that another attempt may succeed. */
  machine: boolean
}

export interface ChildEnd {
  /** `null` if a signal ended the process. */
  code: number | null
  signal: string | null
  /** The last part of the process' standard error. */
  errorText: string
}

/** Explains the end of a process that sent no reason. */
export function explainEnd({ code, signal, errorText }: ChildEnd): Loss {
  if (heapExhausted.test(errorText)) return { reason: heapReason(), machine: false }
  const said = tellingLine(errorText)
  if (signal !== null) {
    const meaning = signals[signal]
    const end = `its process was killed (${signal})`
    return { reason: end + (said ? `: ${said}` : meaning ? `; ${meaning}` : ''), machine: true }
  }
  // A thrown error would be thrown again in the next attempt.
  const thrown = said !== undefined && error.test(said)
  return {
    reason: thrown
      ? `its process ended with an error: ${said}`
      : `its process ended with code ${code}${said ? `: ${said}` : ''}`,
    machine: !thrown,
  }
}

/** The loss of a run that something other than its command has ended, and that has kept its checkpoint. */
export const toldToEnd: Loss = {
  reason: 'its process was told to end (SIGTERM)',
  machine: true,
}

/** Explains the failure that a run's process reported before it ended. */
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

/** Lines that do not help a user: stack traces, heap dumps and what Node adds. */
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
