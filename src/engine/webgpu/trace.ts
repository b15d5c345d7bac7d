/** @file The dispatch trace of `GENSPEC_TRACE_KERNELS=1`: the dispatches of each program, printed at exit. */

import { writeSync } from 'node:fs'
import type { WebGPUBackend } from './backend.js'

const counts = new Map<string, number>()
const enabled = process.env['GENSPEC_TRACE_KERNELS'] === '1'
if (enabled) process.on('exit', () => writeSync(process.stderr.fd, dispatchTrace()))

export function countDispatch(program: string): void {
  if (enabled) counts.set(program, (counts.get(program) ?? 0) + 1)
}

/** Counts all dispatches, including those of the backend's own programs. */
export function traceDispatches(backend: WebGPUBackend): void {
  const { runWebGPUProgram } = backend
  backend.runWebGPUProgram = function (program, ...rest) {
    countDispatch(program.constructor.name)
    return runWebGPUProgram.call(this, program, ...rest)
  }
}

/** A line for each program, the most frequent first. */
function dispatchTrace(): string {
  const lines = [...counts]
    .sort(([, a], [, b]) => b - a)
    .map(([name, count]) => `${name.padEnd(48)} ${String(count).padStart(9)}`)
  return [`${'program'.padEnd(48)} dispatches`, ...lines, ''].join('\n')
}
