/** @file What decided a verdict on numbers: one test, or of a trend each step and the whole rise. */

import type { VerdictName, Evidence, Extended, Interval, AcceptedRange } from '../judge/verdict.js'

export interface Test {
  /** `20% → 40%`; none where there is one test alone. */
  label?: string
  estimate: Extended
  interval?: Interval
  /** At the level of a fail, where several tests share it. */
  failing?: Interval
  acceptance: AcceptedRange
  seeds: { seed: number; value: number; censored: boolean }[]
  /** The verdict rests on it. */
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

/** The interval that a verdict rests on: what did not pass, could have failed at the level of a fail. */
export function decidingInterval(
  { interval, failing }: Test,
  verdict: VerdictName,
): Interval | undefined {
  return verdict === 'pass' ? interval : (failing ?? interval)
}
