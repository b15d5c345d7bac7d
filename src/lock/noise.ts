/** @file Test whether values of seeds moved by more than their spread. */

import type { Extended } from '../judge/verdict.js'
import { interval, summarize } from '../statistics/student.js'

/**
 * Level of each end of the two 99% intervals. Intervals of values from the same distribution rarely fail to
 * overlap.
 */
const alpha = 0.005

/**
 * The direction in which values moved beyond their noise. With a single value on either side the noise is
 * unknown, so nothing counts as moved.
 */
export function moved(
  before: Record<string, Extended>,
  after: Record<string, Extended>,
): 'up' | 'down' | undefined {
  const [was, is] = [before, after].map(boundsOf)
  if (was === undefined || is === undefined) return undefined
  if (is.low > was.high) return 'up'
  return is.high < was.low ? 'down' : undefined
}

/** The bounds of the mean by Student's t. */
function boundsOf(bySeed: Record<string, Extended>): { low: number; high: number } | undefined {
  const sample = summarize(Object.values(bySeed).map(Number))
  if (sample.n < 2) return undefined
  if (!Number.isFinite(sample.mean)) return { low: sample.mean, high: sample.mean }
  const [low, high] = interval(sample, alpha)
  return { low, high }
}
