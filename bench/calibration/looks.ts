/** @file The effect of declared looks on p-values and estimates: looks after each seed from 3 to 10. */

import { RandomStream, deriveKey, seedKey } from '../../src/random/key.js'
import { lookLevels, tailAtLooks } from '../../src/statistics/looks.js'
import { criticalT, summarize } from '../../src/statistics/student.js'

const looks = [3, 4, 5, 6, 7, 8, 9, 10]
const alpha = 0.05
const levels = lookLevels(looks, alpha)
const tail = tailAtLooks(levels, alpha)

interface Stopped {
  passed: boolean
  n: number
  estimate: number
  pValue: number
}

/** Judges normal values with deviation 1 whose mean lies `effect` above the boundary. */
function stopped(stream: RandomStream, effect: number): Stopped {
  const values: number[] = []
  for (const { n, alpha: level } of levels) {
    while (values.length < n) values.push(effect + stream.normal())
    const { mean, spread } = summarize(values)
    const t = (mean * Math.sqrt(n)) / spread
    const passed = t > criticalT(level, n - 1)
    if (!passed && n < looks.length + 2) continue
    return { passed, n, estimate: mean, pValue: tail(t, n) }
  }
  throw new Error('internal: the last look ends it')
}

/** The rate at which the p-value of a claim at its boundary is at most each level. */
export function pValueRates(repetitions = 20_000): { level: number; rate: number }[] {
  const stream = new RandomStream(deriveKey(seedKey(0), 'p-values at looks'))
  const found = Array.from({ length: repetitions }, () => stopped(stream, 0).pValue)
  return [0.01, 0.02, 0.05, 0.1, 0.2].map((level) => ({
    level,
    rate: found.filter((pValue) => pValue <= level).length / repetitions,
  }))
}

/** The mean estimate of claims that passed at a look, and of those that pass a single test of all seeds. */
export function estimateAfterPass(effect: number, repetitions = 20_000) {
  const stream = new RandomStream(deriveKey(seedKey(0), `estimate at looks ${effect}`))
  const all = Array.from({ length: repetitions }, () => stopped(stream, effect))
  const passed = all.filter((one) => one.passed)
  const fixed = Array.from({ length: repetitions }, () =>
    summarize(Array.from({ length: 10 }, () => effect + stream.normal())),
  ).filter(({ mean, spread }) => (mean * Math.sqrt(10)) / spread > criticalT(alpha, 9))
  const meanOf = (values: number[]) => values.reduce((sum, one) => sum + one, 0) / values.length
  return {
    estimate: meanOf(passed.map((one) => one.estimate)),
    seeds: meanOf(all.map(({ n }) => n)),
    single: meanOf(fixed.map(({ mean }) => mean)),
  }
}
