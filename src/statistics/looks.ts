/**
 * @file Declared looks: the part of alpha that each may spend, so that all of them together do not exceed it.
 *
 * Computed exactly for t tests on normal values at the boundary of the claim, by the recursion of
 * Armitage, McPherson and Rowe (1969): follow the distribution of the statistic from look to look,
 * without the part that earlier looks have decided. It needs one dimension only. Let theta be the angle
 * between the values (as a vector, relative to the boundary) and the direction in which all are
 * equal; then t = sqrt(n - 1) / tan theta, and by symmetry theta after the next value depends on
 * the values so far through theta alone.
 */

import { upperTail } from './student.js'

export interface LookLevel {
  /** Number of values at this look. */
  n: number
  /** The level of a one-sided t test at this look. */
  alpha: number
}

/** A look with the state that earlier looks leave. */
interface Stage extends LookLevel {
  /** The part of alpha that earlier looks have spent. */
  spent: number
  /** The distribution of the statistic among the undecided cases. */
  mass: Float64Array
}

const known = new Map<string, Stage[]>()

/**
 * The levels of the looks. The part spent after n of N values is alpha (n / N)^1.5, a spending
 * function of Kim and DeMets (Biometrika 74, 1987) between Pocock's and that of O'Brien and Fleming.
 * A look at fewer than two values can decide nothing and is left out.
 */
export function lookLevels(looks: readonly number[], alpha: number): LookLevel[] {
  return stagesOf(looks, alpha).map(({ n, alpha }) => ({ n, alpha }))
}

/**
 * The p-value of a t at the look after n values: the probability, at the boundary of the claim, that an
 * earlier look passes or that this one sees a larger t (the stage-wise ordering of Tsiatis, Rosner and
 * Mehta, Biometrics 40, 1984). At most alpha if the look passes.
 */
export function tailAtLooks(
  looks: readonly LookLevel[],
  alpha: number,
): (t: number, n: number) => number {
  const stages = stagesOf(
    looks.map(({ n }) => n),
    alpha,
  )
  return (t, n) => {
    const stage = stages.find((one) => one.n === n)
    if (stage === undefined || stage === stages[0]) return upperTail(t, n - 1)
    return stage.spent + massBelow(stage.mass, Math.atan2(Math.sqrt(n - 1), t))
  }
}

function stagesOf(looks: readonly number[], alpha: number): Stage[] {
  const fit = looks.filter((n) => n >= 2)
  const key = [alpha, ...fit].join(' ')
  const stages = known.get(key) ?? computeStages(fit, alpha)
  known.set(key, stages)
  return stages
}

const spendingPower = 1.5

function computeStages(looks: readonly number[], alpha: number): Stage[] {
  const last = looks.at(-1) ?? 0
  const [first] = looks
  if (first === undefined) return []
  let mass = initialMass(first)
  let n = first
  let spent = 0
  return looks.map((look) => {
    if (last === first) return { n: look, alpha, spent, mass }
    for (; n < look; n++) mass = afterNextValue(mass, n)
    const before = { spent, mass: mass.slice() }
    const allowed = alpha * (look / last) ** spendingPower
    const angle = removeAbove(mass, allowed - spent)
    spent = allowed
    return { n: look, alpha: below(angle, look), ...before }
  })
}

const cells = 1200
/** A probability far below the rounding of any level. */
const negligible = 1e-16
const cellWidth = Math.PI / cells

/** The probability that theta lies below an angle, which equals the probability that t exceeds the angle's t. */
function below(angle: number, n: number): number {
  return upperTail(Math.sqrt(n - 1) / Math.tan(angle), n - 1)
}

/** The probability that theta lies in each cell, after n values. */
function initialMass(n: number): Float64Array {
  const mass = new Float64Array(cells)
  let sum = 0
  for (let cell = 0; cell < cells; cell++) {
    const next = cell === cells - 1 ? 1 : below((cell + 1) * cellWidth, n)
    mass[cell] = next - sum
    sum = next
  }
  return mass
}

/**
 * The next value turns the vector by an angle phi out of its space, and that angle has a density
 * proportional to cos^(n-1) phi, whatever the values so far.
 */
function afterNextValue(mass: Float64Array, n: number): Float64Array {
  const all = Array.from({ length: 256 }, (_, index) => ((index + 0.5) / 256 - 0.5) * Math.PI)
  const turns = all.filter((phi) => Math.cos(phi) ** (n - 1) > negligible)
  const weights = turns.map((phi) => Math.cos(phi) ** (n - 1))
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  const result = new Float64Array(cells)
  mass.forEach((amount, cell) => {
    if (amount < negligible) return
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

/** Removes an amount of probability from the largest t; returns the angle that it reached. */
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

/** The remaining probability of a t above that of an angle. */
function massBelow(mass: Float64Array, angle: number): number {
  const place = angle / cellWidth
  const whole = Math.min(Math.floor(place), cells - 1)
  let sum = (place - whole) * (mass[whole] as number)
  for (let cell = 0; cell < whole; cell++) sum += mass[cell] as number
  return sum
}
