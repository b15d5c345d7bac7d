/** @file Numbers as a reader of verdicts wants them. */

import type { Unit } from '../check/study.js'

/** A level as `99.34%`, points as `3.2pp`, a plain number to four digits. */
export function formatValue(value: number, unit: Unit): string {
  if (!Number.isFinite(value)) return String(value)
  if (unit === 'number') return String(Number(value.toPrecision(4)))
  return `${Number((100 * value).toFixed(2))}${unit === 'level' ? '%' : 'pp'}`
}

/** `+0.8pp` */
export function formatDifference(value: number, unit: Unit): string {
  const text = formatValue(value, unit === 'level' ? 'points' : unit)
  return value > 0 ? `+${text}` : text
}

export function formatCount(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`
}
