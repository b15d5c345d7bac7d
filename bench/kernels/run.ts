/**
 * @file Times the kernels of the portable engine: time, GFLOP/s and share of the processor's peak, or GB/s.
 * Usage: npm run bench:kernels -- [--threads N] [--only REGEX]
 */

import { availableParallelism } from 'node:os'
import { parseArgs } from 'node:util'
import { engineByName } from '../../src/engine/engines.js'
import { type Case, cases } from './cases.js'
import { measurePeak } from './measure-peak.js'

const { values: options } = parseArgs({
  options: {
    threads: { type: 'string', default: String(availableParallelism()) },
    only: { type: 'string', default: '' },
  },
})
const threads = Number(options.threads)
/** The approximate time for which each case is called. */
const MILLISECONDS = 400

const { tf } = await engineByName('portable').start({ threads })
const peak = threads * (await measurePeak())
console.log(
  `peak of ${threads} threads: ${peak.toFixed(1)} GFLOP/s in multiplications and additions`,
)
console.log(`${'kernel, fastest call'.padEnd(64)} ${'ms'.padStart(9)}   GFLOP/s  of peak    GB/s`)
for (const one of cases.filter(({ name }) => new RegExp(options.only).test(name))) {
  const milliseconds = fastest(one)
  console.log(
    `${one.name.padEnd(64)} ${milliseconds.toFixed(3).padStart(9)}   ${rates(one, milliseconds)}`,
  )
}

function fastest({ kernel, attrs, inputs }: Case): number {
  const given = inputs(tf)
  const call = (): number => {
    const start = performance.now()
    tf.dispose(tf.engine().runKernel(kernel, given, attrs as never))
    return performance.now() - start
  }
  const times = [call(), call()]
  const end = performance.now() + MILLISECONDS
  while (performance.now() < end) times.push(call())
  tf.dispose(given)
  return Math.min(...times)
}

function rates({ operations, bytes }: Case, milliseconds: number): string {
  if (operations === undefined) return ((bytes ?? 0) / (milliseconds * 1e6)).toFixed(1).padStart(26)
  const rate = operations / (milliseconds * 1e6)
  return `${rate.toFixed(1).padStart(7)} ${(100 * (rate / peak)).toFixed(0).padStart(7)}%`
}
