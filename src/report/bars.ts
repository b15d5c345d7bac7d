/** @file Small charts in text: a curve as a sparkline, an interval as a bar. */

import type { Evidence, VerdictName } from '../judge/verdict.js'
import { type Test, decidingInterval, testsOf } from './tests-of.js'
import type { Glyphs } from './unicode.js'

/** The last values of a curve, at most `width` of them, scaled between their least and greatest. */
export function sparkline(values: readonly number[], width: number, { levels }: Glyphs): string {
  const shown = values.filter(Number.isFinite).slice(-width)
  const [least, greatest] = [Math.min(...shown), Math.max(...shown)]
  const range = greatest - least || 1
  return shown
    .map((value) => levels[Math.round(((value - least) / range) * (levels.length - 1))] ?? '')
    .join('')
}

/**
 * `├──●──┤  ┃`: the interval that decided (of a trend that of the deciding step), its estimate and the
 * threshold, to scale; empty if one of them is infinite or missing.
 */
export function intervalBar(
  evidence: Evidence,
  verdict: VerdictName,
  width: number,
  { interval: marks }: Glyphs,
): string | undefined {
  const test = testsOf(evidence).find(({ decided }) => decided)
  const interval = test && decidingInterval(test, verdict)
  if (interval === undefined) return undefined
  const { estimate, acceptance } = test as Test
  const [low, high, middle] = [Number(interval.low), Number(interval.high), Number(estimate)]
  const thresholds = [acceptance.low, acceptance.high].map(Number).filter(Number.isFinite)
  if (![low, high, middle].every(Number.isFinite) || thresholds.length === 0) return undefined
  const [least, greatest] = [Math.min(low, ...thresholds), Math.max(high, ...thresholds)]
  if (least === greatest) return undefined
  const column = (value: number) => Math.round(((value - least) / (greatest - least)) * (width - 1))
  const cells = Array<string>(width).fill(' ')
  for (let at = column(low); at <= column(high); at++) cells[at] = marks.line
  cells[column(low)] = marks.low
  cells[column(high)] = marks.high
  for (const threshold of thresholds) cells[column(threshold)] = marks.threshold
  cells[column(middle)] = marks.estimate
  return cells.join('')
}
