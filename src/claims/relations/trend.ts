/**
 * @file The relations `increases with p` and `decreases with p`: a quantity moves in one direction along a
 * sweep.
 */

import { differenceUnit } from '../../kinds/unit.js'
import { bySetup } from '../arm.js'
import type { Expression } from '../expression.js'
import type { Contrast } from '../hypothesis.js'
import { linearForm, nameOf } from '../linear.js'
import type { Region } from '../region.js'
import type { RelationKind } from '../relation-kind.js'

export interface Trend {
  type: 'trend'
  direction: 'increases' | 'decreases'
  /** The swept variable. */
  variable: string
  /** The quantity at each point of the sweep, in its order; the case's `left` is the first. */
  points: { label: string; left: Expression }[]
  /** The largest step against the direction. */
  tolerance: number
}

const upward = { high: Infinity, includesHigh: false }

function stepRegion(tolerance: number): Region {
  return { ...upward, low: 0 - tolerance, includesLow: true }
}

/** The regions of each step between neighbouring points, then of the whole rise. */
export function trendRegions(steps: number, tolerance: number): Region[] {
  const step = stepRegion(tolerance)
  return [...Array.from({ length: steps }, () => step), { ...upward, low: 0, includesLow: false }]
}

export const trend: RelationKind<Trend> = {
  clause: true,
  isExact: () => false,
  quantifier: () => 'on average',
  expressions: (_left, { points }) => points.map(({ left }) => left),
  hypothesis(left, relation) {
    const { points, direction, tolerance } = relation
    const last = points.length - 1
    const rise = (from: number, to: number): Contrast =>
      direction === 'increases' ? { of: to, minus: from } : { of: from, minus: to }
    const steps = points.slice(1).map((_, from) => rise(from, from + 1))
    return {
      ...{ scale: 'rise', unit: differenceUnit(left.unit) },
      sides: points.map((point) => point.left),
      points: points.map(({ label }) => label),
      contrasts: [...steps, rise(0, last)],
      regions: trendRegions(last, tolerance),
    }
  },
  demands(_left, relation, nameArm) {
    const { direction, variable } = relation
    const points = relation.points.map(({ left }) => nameOf(linearForm(left, nameArm)))
    return [
      { quantity: `${direction} with ${variable}`, points, ...stepRegion(relation.tolerance) },
    ]
  },
  /** The labels of two compared points that measure the same runs. */
  twins(_left, { points }) {
    const names = points.map(({ left }) => nameOf(linearForm(left, bySetup)))
    const pairs = names.map((_, index) => [index - 1, index] as const).slice(1)
    const found = [...pairs, [0, names.length - 1] as const].find(
      ([from, to]) => from < to && names[from] === names[to],
    )
    if (found === undefined) return undefined
    const [from, to] = found.map((index) => points[index]?.label ?? '')
    return [from ?? '', to ?? '']
  },
}
