/** @file What a case asks for, in the forms in which it can be compared with another version of it. */

import type { Region } from './region.js'

/** The values for which it holds of the quantity that remains when the constants are taken out. */
export interface Demand extends Region {
  /** The quantity by its measurements; equal for two expectations about the same. */
  quantity: string
  /** Along a sweep, what is measured at each point. */
  points?: string[]
}

/** Whether two demands can be compared: they are about the same, along sweeps with a point in common. */
export function alike(one: Demand, other: Demand): boolean {
  const shared = one.points?.some((point) => other.points?.includes(point)) ?? true
  return one.quantity === other.quantity && shared
}

/** Whether a trend is no longer followed over all points that it was. */
export function losesPoints({ points = [] }: Demand, now: Demand): boolean {
  return !points.every((point) => now.points?.includes(point))
}
