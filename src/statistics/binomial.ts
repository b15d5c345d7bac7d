/** @file Bounds of shares: of a success rate, and of the accuracy on a finite test set. */

import { distributions } from './distributions.js'

/**
 * Clopper and Pearson's bounds of the success rate after `successes` in n trials
 * (Biometrika 26, 1934). Each is a one-sided 1 - alpha bound; 5 of 5 give 0.55 to 1 at alpha 0.05.
 */
export function successBounds(successes: number, n: number, alpha: number): [number, number] {
  const name = `${successes} ${n} ${alpha}`
  const bounds = known.get(name) ?? computeBounds(successes, n, alpha)
  known.set(name, bounds)
  return bounds
}

/** The bound that n successes of n leave: the share of failures of which n seeds show none with probability alpha. */
export function unseenShare(n: number, alpha: number): number {
  return 1 - alpha ** (1 / n)
}

/** The fewest seeds that can show a success rate, if all of them succeed. */
export function seedsForShare(share: number, alpha: number): number {
  return Math.ceil(Number((Math.log(alpha) / Math.log(share)).toPrecision(12)))
}

/** The decisions of n seeds about a success rate: the fewest successes that show it, the most that refute it. */
export function countsForShare(
  n: number,
  share: number,
  alpha: number,
): { enough: number; refuted: number } {
  const counts = Array.from({ length: n + 1 }, (_, count) => count)
  const enough = counts.find((count) => successBounds(count, n, alpha)[0] >= share) ?? n + 1
  const refuted = counts.findLast((count) => successBounds(count, n, alpha)[1] < share) ?? -1
  return { enough, refuted }
}

/**
 * The probability of at least `successes` in n trials with success rate `rate`: the p-value of the hypothesis
 * that the true rate is no larger. It is at most alpha if the lower bound reaches `rate`.
 */
export function tailOfSuccesses(successes: number, n: number, rate: number): number {
  let tail = 0
  let combinations = 1
  for (let count = n; count >= successes; count--) {
    tail += combinations * rate ** count * (1 - rate) ** (n - count)
    combinations *= count / (n - count + 1)
  }
  return Math.min(1, tail)
}

/** A cache, since a project needs the same few bounds many times. */
const known = new Map<string, [number, number]>()

function computeBounds(successes: number, n: number, alpha: number): [number, number] {
  const { betaQuantile } = distributions()
  const low = successes === 0 ? 0 : betaQuantile(alpha, successes, n - successes + 1)
  const high = successes === n ? 1 : betaQuantile(1 - alpha, successes + 1, n - successes)
  return [low, high]
}

/**
 * The standard error that an accuracy, a fraction, has because its test set is a sample: 0.003 for
 * 90% on 10,000 examples.
 */
export function accuracyStandardError(accuracy: number, examples: number): number {
  return Math.sqrt((accuracy * (1 - accuracy)) / examples)
}
