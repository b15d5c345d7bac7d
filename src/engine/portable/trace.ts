/** @file The kernel trace of `GENSPEC_TRACE_KERNELS=1`: calls, time and fallbacks of each kernel, printed at exit. */

import { writeSync } from 'node:fs'
import { performance } from 'node:perf_hooks'
import type { KernelFunc } from '@tensorflow/tfjs-core'

interface Count {
  calls: number
  milliseconds: number
  fallbacks: number
}

interface TracedResult {
  result: ReturnType<KernelFunc>
  fellBack: boolean
}

const counts = new Map<string, Count>()
const enabled = process.env['GENSPEC_TRACE_KERNELS'] === '1'
// Written synchronously, since an exiting process does not wait for streams.
if (enabled) process.on('exit', () => writeSync(process.stderr.fd, kernelTrace()))

export function traced(
  name: string,
  run: (call: Parameters<KernelFunc>[0]) => TracedResult,
): KernelFunc {
  if (!enabled) return (call) => run(call).result
  return (call) => {
    const start = performance.now()
    const { result, fellBack } = run(call)
    const count = counts.get(name) ?? { calls: 0, milliseconds: 0, fallbacks: 0 }
    count.calls++
    count.milliseconds += performance.now() - start
    if (fellBack) count.fallbacks++
    counts.set(name, count)
    return result
  }
}

/** One line for each kernel, the slowest first. */
function kernelTrace(): string {
  const lines = [...counts]
    .sort(([, a], [, b]) => b.milliseconds - a.milliseconds)
    .map(([name, { calls, milliseconds, fallbacks }]) =>
      [
        name.padEnd(32),
        String(calls).padStart(8),
        milliseconds.toFixed(1).padStart(12),
        fallbacks === 0 ? '' : ` ${fallbacks} on the cpu backend`,
      ].join(' '),
    )
  const title = `${'kernel'.padEnd(32)} ${'calls'.padStart(8)} ${'ms'.padStart(12)}  fell back`
  return [title, ...lines, ''].join('\n')
}
