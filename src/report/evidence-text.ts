/** @file Text for the numbers of an evidence; a condition that was not reached gives a bound. */

import { formatOnScale, formatValue } from '../judge/format.js'
import type { Bounds, Evidence, Extended, SeedEvidence } from '../judge/verdict.js'
import { type Unit, inPercent } from '../kinds/unit.js'

/** Formats the estimate: `3.2×`, or `at most 3.2×`. */
export function estimateText(evidence: Evidence): string {
  const { estimate, bounds } = evidence
  return boundedText(estimate, bounds, (value) => formatOnScale(evidence, value))
}

/** The mean of the left side. */
export function leftMeanText({ perSeed }: Evidence, unit: Unit): string {
  const mean = (of: (seed: SeedEvidence) => Extended) =>
    perSeed.reduce((sum, seed) => sum + Number(of(seed)), 0) / perSeed.length
  const end = (name: 'low' | 'high') =>
    mean(({ left, bounds }) => bounds?.left[name] ?? left) as Extended
  const left = mean((seed) => seed.left) as Extended
  return boundedText(left, { low: end('low'), high: end('high') }, (value) =>
    formatValue(value, unit),
  )
}

/** Formats a seed: `seed 3: 14 against at least 100`, without the second number if the spec writes it. */
export function seedText({ scale, unit }: Evidence, one: SeedEvidence): string {
  const { seed, left, right, bounds } = one
  const shown = (value: number) =>
    scale === 'value'
      ? formatValue(value, unit)
      : inPercent(unit)
        ? formatValue(value, 'level')
        : String(Number(value.toPrecision(6)))
  const first = boundedText(left, bounds?.left, shown)
  if (scale === 'value') return `seed ${seed}: ${first}`
  const between = scale === 'rise' ? 'then' : 'against'
  return `seed ${seed}: ${first} ${between} ${boundedText(right, bounds?.right, shown)}`
}

function boundedText(
  value: Extended,
  bounds: Bounds | undefined,
  shown: (value: number) => string,
): string {
  const [low, high] = [Number(bounds?.low ?? value), Number(bounds?.high ?? value)]
  const [from, to] = [Number.isFinite(low), Number.isFinite(high)]
  if (low === high && from) return shown(low)
  if (from && to) return `${shown(low)} to ${shown(high)}`
  if (from) return `at least ${shown(low)}`
  return to ? `at most ${shown(high)}` : 'not reached'
}
