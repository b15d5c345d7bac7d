/** @file Whether per-seed values moved by more than seeds move them. */

import quantile from '@stdlib/stats-base-dists-t-quantile'
import type { Extended } from '../judge/verdict.js'

/** Of the two-sided intervals that must not overlap: seldom do they of values that are alike. */
const confidence = 0.99

/** With one value on either side nothing is known of the noise, and nothing counts as moved. */
export function moved(
  before: Record<string, Extended>,
  after: Record<string, Extended>,
): 'up' | 'down' | undefined {
  const [was, is] = [interval(before), interval(after)]
  if (was === undefined || is === undefined) return undefined
  if (is.low > was.high) return 'up'
  return is.high < was.low ? 'down' : undefined
}

/** Of the mean, by Student's t. */
function interval(bySeed: Record<string, Extended>): { low: number; high: number } | undefined {
  const values = Object.values(bySeed).map(Number)
  const n = values.length
  if (n < 2) return undefined
  const mean = values.reduce((sum, value) => sum + value, 0) / n
  if (!Number.isFinite(mean)) return { low: mean, high: mean }
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0)
  const half = quantile((1 + confidence) / 2, n - 1) * Math.sqrt(squares / (n - 1) / n)
  return { low: mean - half, high: mean + half }
}
