/** @file The tests behind a verdict: a single one, or each step of a trend and the whole rise. */

import type { VerdictName, Evidence, Extended, Interval, AcceptedRange } from '../judge/verdict.js'

export interface Test {
  /** `20% → 40%`; absent for a single test. */
  label?: string
  estimate: Extended
  interval?: Interval
  /** The interval at the level of a fail, if several tests share it. */
  failing?: Interval
  acceptance: AcceptedRange
  seeds: { seed: number; value: number; censored: boolean }[]
  /** True if the verdict rests on this test. */
  decided: boolean
}

export function testsOf({
  perSeed,
  steps = [],
  estimate,
  interval,
  acceptance,
  failing,
}: Evidence): Test[] {
  const whole: Test = {
    ...(steps.length > 0 && { label: 'the whole' }),
    ...{ estimate, acceptance },
    ...(interval && { interval }),
    ...(failing?.interval && { failing: failing.interval }),
    seeds: perSeed.map(({ seed, value, censored = false }) => ({
      ...{ seed, value: Number(value), censored },
    })),
    decided: !steps.some(({ decided }) => decided),
  }
  const each = steps.flatMap(({ from, to, decided = false, ...step }, index): Test[] => {
    if (step.acceptance === undefined) return []
    const seeds = perSeed.flatMap(({ seed, steps: values, censored = false }) => {
      const value = values?.[index]
      return value === undefined ? [] : [{ seed, value: Number(value), censored }]
    })
    return [{ ...step, acceptance: step.acceptance, label: stepLabel(from, to), seeds, decided }]
  })
  return [...each, whole]
}

/** `p = 20% → 40%` */
function stepLabel(from: string, to: string): string {
  const name = from.slice(0, from.indexOf(' = ') + 3)
  return `${from} → ${to.startsWith(name) ? to.slice(name.length) : to}`
}

/**
 * The interval that a verdict rests on. Unless the claim passed, that is the interval at the level of a fail.
 */
export function decidingInterval(
  { interval, failing }: Test,
  verdict: VerdictName,
): Interval | undefined {
  return verdict === 'pass' ? interval : (failing ?? interval)
}
