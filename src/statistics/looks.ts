/**
 * @file Declared looks: how much of alpha each may spend, so that all of them together keep to it.
 *
 * Computed exactly for t tests on normal values at the boundary of the claim, by the recursion of
 * Armitage, McPherson and Rowe (1969): follow the distribution of the statistic from look to look,
 * without what a look before has decided. It needs one dimension only. Let theta be the angle
 * between the values (as a vector, relative to the boundary) and the direction in which all are
 * equal; then t = sqrt(n - 1) / tan theta, and by symmetry theta after the next value depends on
 * the values so far through theta alone.
 */

import { distributions } from './distributions.js'

export interface LookLevel {
  /** Number of values at this look. */
  n: number
  /** The level of a one-sided t test at this look. */
  alpha: number
}

const known = new Map<string, LookLevel[]>()

/**
 * Levels of the looks. What has been spent after n of N values is alpha (n / N)^1.5, a spending
 * function of Kim and DeMets (Biometrika 74, 1987) between Pocock's and that of O'Brien and Fleming.
 * A look at fewer than two values can decide nothing and is left out.
 */
export function lookLevels(looks: readonly number[], alpha: number): LookLevel[] {
  const key = [alpha, ...looks].join(' ')
  const levels =
    known.get(key) ??
    computeLevels(
      looks.filter((n) => n >= 2),
      alpha,
    )
  known.set(key, levels)
  return levels
}

const spendingPower = 1.5

function computeLevels(looks: readonly number[], alpha: number): LookLevel[] {
  const last = looks.at(-1) ?? 0
  const [first] = looks
  if (first === undefined) return []
  let mass = initialMass(first)
  let n = first
  let spent = 0
  return looks.map((look) => {
    if (last === first) return { n: look, alpha }
    for (; n < look; n++) mass = afterNextValue(mass, n)
    const allowed = alpha * (look / last) ** spendingPower
    const angle = removeAbove(mass, allowed - spent)
    spent = allowed
    return { n: look, alpha: upperTail(angle, look) }
  })
}

const cells = 1200
const cellWidth = Math.PI / cells

/** The probability that theta lies below an angle, which is that t lies above its t. */
function upperTail(angle: number, n: number): number {
  return distributions().tCdf(-Math.sqrt(n - 1) / Math.tan(angle), n - 1)
}

/** The probability that theta lies in each cell, after n values. */
function initialMass(n: number): Float64Array {
  const mass = new Float64Array(cells)
  let below = 0
  for (let cell = 0; cell < cells; cell++) {
    const next = cell === cells - 1 ? 1 : upperTail((cell + 1) * cellWidth, n)
    mass[cell] = next - below
    below = next
  }
  return mass
}

/**
 * The next value turns the vector by an angle phi out of its space, and that angle has a density
 * proportional to cos^(n-1) phi, whatever the values so far.
 */
function afterNextValue(mass: Float64Array, n: number): Float64Array {
  const turns = Array.from({ length: 256 }, (_, index) => ((index + 0.5) / 256 - 0.5) * Math.PI)
  const weights = turns.map((phi) => Math.cos(phi) ** (n - 1))
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  const result = new Float64Array(cells)
  mass.forEach((amount, cell) => {
    if (amount === 0) return
    const along = Math.cos((cell + 0.5) * cellWidth) * Math.sqrt(n / (n + 1))
    turns.forEach((phi, index) => {
      const cosine = along * Math.cos(phi) + Math.sin(phi) / Math.sqrt(n + 1)
      const place = Math.acos(cosine) / cellWidth - 0.5
      const lower = Math.min(Math.max(Math.floor(place), 0), cells - 2)
      const share = Math.min(Math.max(place - lower, 0), 1)
      const moved = (amount * (weights[index] as number)) / total
      result[lower] = (result[lower] as number) + moved * (1 - share)
      result[lower + 1] = (result[lower + 1] as number) + moved * share
    })
  })
  return result
}

/** Takes so much probability away where t is largest; returns the angle up to which that reached. */
function removeAbove(mass: Float64Array, amount: number): number {
  let left = amount
  for (let cell = 0; cell < cells; cell++) {
    const here = mass[cell] as number
    if (here >= left) {
      mass[cell] = here - left
      return (cell + left / here) * cellWidth
    }
    mass[cell] = 0
    left -= here
  }
  return Math.PI
}
