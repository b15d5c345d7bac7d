/** @file Units: what a number counts, and how that is written behind it. */

/**
 * Levels are fractions such as an accuracy; points are differences of levels, in percentage points
 * of 0.01; a plain number goes with every unit. Any other unit is the words behind a number:
 * `epochs`, `seconds`, `images per second`.
 */
export type Unit = 'level' | 'points' | 'number' | (string & {})

/** A unit as a kind declares it: a fraction is a level, and words of its own are a unit of its own. */
export type DeclaredUnit =
  'fraction' | 'points' | 'number' | 'seconds' | 'bytes' | 'epochs' | 'steps' | (string & {})

export function unitOf(declared: DeclaredUnit): Unit {
  return declared === 'fraction' ? 'level' : declared
}

/** Whether a number is shown as a hundred times itself. */
export function inPercent(unit: Unit): boolean {
  return unit === 'level' || unit === 'points'
}

/** Of a difference of two numbers: levels differ by points. */
export function differenceUnit(unit: Unit): Unit {
  return unit === 'level' ? 'points' : unit
}

/** As it stands behind a number or an axis' name: `%`, `s`, `epochs`; empty for a plain number. */
export function symbolOf(unit: Unit): string {
  return symbols[unit] ?? unit
}

const symbols: Partial<Record<string, string>> = {
  level: '%',
  points: 'pp',
  number: '',
  seconds: 's',
}
