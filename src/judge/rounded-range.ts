/** @file Arithmetic of ranges with a rounding error. */

export interface RoundedRange {
  low: number
  high: number
  /** The largest rounding error of the ends. */
  error: number
}

/** The relative precision of numbers. Doubles keep almost sixteen digits, but sums are rounded to twelve. */
const precision = 1e-12

export function plus(a: RoundedRange, b: RoundedRange): RoundedRange {
  const error = a.error + b.error
  const ends = [a.low, a.high, b.low, b.high].filter(Number.isFinite).map(Math.abs)
  const whole = [a, b].every(isWhole)
  return {
    low: orElse(added(a.low, b.low), -Infinity),
    high: orElse(added(a.high, b.high), Infinity),
    error: whole ? error : error + precision * Math.max(0, ...ends),
  }
}

export function minus(a: RoundedRange, b: RoundedRange): RoundedRange {
  return plus(a, { ...b, low: 0 - b.high, high: 0 - b.low })
}

export function times(a: RoundedRange, b: RoundedRange): RoundedRange {
  // Zero times a possibly infinite value counts as zero.
  const range = hull(a, b, (x, y) => (x === 0 || y === 0 ? 0 : x * y))
  const error = size(a) * b.error + size(b) * a.error + a.error * b.error
  return { ...range, error: error + roundingOf(range) }
}

export function over(a: RoundedRange, b: RoundedRange): RoundedRange {
  if (b.low <= 0 && b.high >= 0) return { low: -Infinity, high: Infinity, error: 0 }
  const range = hull(a, b, (x, y) => x / y)
  const smallest = Math.min(Math.abs(b.low), Math.abs(b.high))
  const error = (a.error + size(range) * b.error) / smallest
  return { ...range, error: error + roundingOf(range) }
}

/** The logarithm of a positive range. */
export function logarithm({ low, high, error }: RoundedRange): RoundedRange {
  const [from, to] = [Math.log(Math.max(low, 0)), Math.log(Math.max(high, 0))]
  const relative = low > 0 ? error / low : 0
  const ends = [from, to].filter(Number.isFinite).map(Math.abs)
  return { low: from, high: to, error: relative + precision * Math.max(0, ...ends) }
}

/** Rounds a sum to twelve digits; a tiny remainder of numbers that cancel is a rounding error. */
function added(a: number, b: number): number {
  const sum = a + b
  if (!Number.isFinite(sum) || Number.isInteger(sum)) return sum
  const largest = Math.max(Math.abs(a), Math.abs(b))
  return Math.abs(sum) <= precision * largest ? 0 : Number(sum.toPrecision(12))
}

function hull(a: RoundedRange, b: RoundedRange, of: (x: number, y: number) => number) {
  const corners = [a.low, a.high].flatMap((x) => [of(x, b.low), of(x, b.high)])
  // Infinity divided by infinity is NaN; the other corners span the range.
  const defined = corners.filter((corner) => !Number.isNaN(corner))
  return { low: Math.min(...defined), high: Math.max(...defined) }
}

function size({ low, high }: Pick<RoundedRange, 'low' | 'high'>): number {
  return Math.max(0, ...[low, high].filter(Number.isFinite).map(Math.abs))
}

function isWhole({ low, high }: RoundedRange): boolean {
  return [low, high].every((end) => Number.isInteger(end) || !Number.isFinite(end))
}

function roundingOf(range: Pick<RoundedRange, 'low' | 'high'>): number {
  return Number.isInteger(range.low) && Number.isInteger(range.high) ? 0 : precision * size(range)
}

function orElse(value: number, otherwise: number): number {
  return Number.isNaN(value) ? otherwise : value
}
