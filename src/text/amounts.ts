/** @file Times and counts for people. */

import prettyMilliseconds from 'pretty-ms'

/** `2m 13s` */
export function formatDuration(seconds: number): string {
  const digits = seconds < 10 ? 1 : 0
  return prettyMilliseconds(1000 * seconds, { secondsDecimalDigits: digits, unitCount: 2 })
}

/** `13s (11s to 17s)`, or `4s to 2m` where nothing says how soon a run will end. */
export function formatRange({ low, expected, high }: Range): string {
  const range = `${formatDuration(low)} to ${formatDuration(high)}`
  return isOpen({ low, expected }) ? range : `${formatDuration(expected)} (${range})`
}

/** The whole length is expected of a run that may end much sooner. */
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

/** Seeds as a spec's reader writes them: `0 to 4`, `0, 3`. */
export function formatSeeds(seeds: readonly number[]): string {
  const sorted = [...seeds].sort((a, b) => a - b)
  const [first = 0, last = 0] = [sorted[0], sorted.at(-1)]
  const unbroken = sorted.length > 2 && last - first === sorted.length - 1
  return unbroken ? `${first} to ${last}` : sorted.join(', ')
}

export function formatCount(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`
}

/** The first of them, and how many more there are. */
export function some(names: readonly string[], most = 10): string {
  const rest = names.length - most
  return names.slice(0, most).join(', ') + (rest > 0 ? ` and ${rest} more` : '')
}
