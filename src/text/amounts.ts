/** @file Formatting of times and counts. */

import prettyMilliseconds from 'pretty-ms'

/** `2m 13s` */
export function formatDuration(seconds: number): string {
  const digits = seconds < 10 ? 1 : 0
  return prettyMilliseconds(1000 * seconds, { secondsDecimalDigits: digits, unitCount: 2 })
}

/** `13s (11s to 17s)`, or `4s to 2m` if the run may end at any time. */
export function formatRange({ low, expected, high }: Range): string {
  const range = `${formatDuration(low)} to ${formatDuration(high)}`
  return isOpen({ low, expected }) ? range : `${formatDuration(expected)} (${range})`
}

/** True if the run may end much sooner than expected, so that the expected time says little. */
export function isOpen({ low, expected }: Pick<Range, 'low' | 'expected'>): boolean {
  return expected > 4 * low
}

/** A prediction, in seconds. */
interface Range {
  low: number
  expected: number
  high: number
}

const powers = ['', 'k', 'M', 'G', 'T', 'P', 'E']

/** `1.6 GFLOP` */
export function formatOperations(flops: number): string {
  const power = Math.min(powers.length - 1, Math.floor(Math.log10(Math.max(flops, 1)) / 3))
  return `${Number((flops / 1000 ** power).toPrecision(2))} ${powers[power] ?? ''}FLOP`
}

/** Formats seeds as ranges or lists: `0 to 4`, `0, 3`. */
export function formatSeeds(seeds: readonly number[]): string {
  const sorted = [...seeds].sort((a, b) => a - b)
  const [first = 0, last = 0] = [sorted[0], sorted.at(-1)]
  const unbroken = sorted.length > 2 && last - first === sorted.length - 1
  return unbroken ? `${first} to ${last}` : sorted.join(', ')
}

export function formatCount(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`
}

/** Lists the first names, and the number of the others. */
export function some(names: readonly string[], most = 10): string {
  const rest = names.length - most
  return names.slice(0, most).join(', ') + (rest > 0 ? ` and ${rest} more` : '')
}
