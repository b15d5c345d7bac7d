/**
 * @file Formatting of numbers in verdicts, which never rounds across a number that the value is compared with.
 */

import { type Unit, inPercent, symbolOf } from '../kinds/unit.js'
import type { Evidence } from './verdict.js'

/** Formats a level as `99.34%`. */
export function formatLevel(value: number): string {
  return formatValue(value, 'level')
}

/**
 * Formats a level as `99.34%`, points as `3.2pp`, another unit as `12 epochs`, a plain number with four digits,
 * and an integer as `1,209,866`.
 * @param against numbers that the text must not seem to cross or to reach: 99.996% stays below 100%
 */
export function formatValue(value: number, unit: Unit, against: readonly number[] = []): string {
  const scale = inPercent(unit) ? 100 : 1
  if (!Number.isFinite(value)) return value > 0 ? 'infinitely many' : 'minus infinity'
  // A spec may write a number that is too large to be shown in percent.
  if (!Number.isFinite(scale * value)) return String(value)
  const limits = unit === 'level' ? [0, 1, ...against] : [0, ...against]
  const number = shortest(
    scale * value,
    limits.map((limit) => scale * limit),
    scale === 100,
  )
  const symbol = symbolOf(unit)
  if (inPercent(unit)) return `${number}${symbol}`
  return `${number} ${number === '1' ? symbol.replace(counted, '$1') : symbol}`.trimEnd()
}

/** Units whose singular lacks the final `s`. */
const counted = /^(epoch|step|byte|image)s(?= |$)/

/** Formats a difference as `+0.8pp`; levels differ by points. */
export function formatDifference(
  value: number,
  unit: Unit,
  against: readonly number[] = [],
): string {
  const text = formatValue(value, unit === 'level' ? 'points' : unit, against)
  return value > 0 ? `+${text}` : text
}

/** Formats a ratio as `3.2×`. */
export function formatRatio(ratio: number, against: readonly number[] = []): string {
  // The numbers come from logarithms, whose rounding must not separate equal ratios.
  const steady = (value: number) => Number(value.toPrecision(10))
  return `${formatValue(steady(ratio), 'number', [1, ...against.map(steady)])}×`
}

/** Formats a number on the scale of an estimate. */
export function formatOnScale(
  { scale, unit }: Pick<Evidence, 'scale' | 'unit'>,
  value: number,
): string {
  switch (scale) {
    case 'value':
      return formatValue(value, unit)
    case 'difference':
    case 'rise':
      return formatDifference(value, unit)
    case 'log ratio':
      return formatRatio(Math.exp(value))
  }
}

/**
 * Rounds to the fewest digits, from two decimals or four digits, that keep the value's order relative to each
 * limit.
 */
function shortest(value: number, limits: readonly number[], decimals: boolean): string {
  if (!decimals && Number.isSafeInteger(value)) return value.toLocaleString('en-US')
  for (let digits = decimals ? 2 : 4; digits <= 15; digits++) {
    const rounded = Number(decimals ? value.toFixed(digits) : value.toPrecision(digits))
    const faithful = limits.every((limit) => {
      const exact = Number(limit.toPrecision(12))
      return Math.sign(rounded - exact) === Math.sign(Number(value.toPrecision(15)) - exact)
    })
    if (faithful) return String(rounded)
  }
  return String(value)
}
