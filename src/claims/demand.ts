/** @file The demand of a case, in a form that can be compared with another version of it. */

import type { Region } from './region.js'

/** The values that the case accepts for the quantity that remains without its constants. */
export interface Demand extends Region {
  /** The name of the quantity by its measurements; equal for two expectations about the same quantity. */
  quantity: string
  /** The measurement at each point of a sweep. */
  points?: string[]
}

/** True if two demands are comparable: about the same quantity, along sweeps with a point in common. */
export function alike(one: Demand, other: Demand): boolean {
  const shared = one.points?.some((point) => other.points?.includes(point)) ?? true
  return one.quantity === other.quantity && shared
}

/** True if the new demand lacks a point that the old trend covered. */
export function losesPoints({ points = [] }: Demand, now: Demand): boolean {
  return !points.every((point) => now.points?.includes(point))
}
