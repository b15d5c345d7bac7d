/** @file Units of numbers, and their text after a number. */

/**
 * Levels are fractions such as an accuracy; points are differences of levels, in percentage points of 0.01; a
 * plain number is compatible with every unit. Any other unit is the text after a number: `epochs`, `seconds`,
 * `images per second`.
 */
export type Unit = 'level' | 'points' | 'number' | (string & {})

/** A unit as a kind declares it: a fraction is a level, and any other text is a unit itself. */
export type DeclaredUnit =
  'fraction' | 'points' | 'number' | 'seconds' | 'bytes' | 'epochs' | 'steps' | (string & {})

export function unitOf(declared: DeclaredUnit): Unit {
  return declared === 'fraction' ? 'level' : declared
}

/** True if numbers in this unit are shown in percent. */
export function inPercent(unit: Unit): boolean {
  return unit === 'level' || unit === 'points'
}

/** The unit of a difference: levels differ by points. */
export function differenceUnit(unit: Unit): Unit {
  return unit === 'level' ? 'points' : unit
}

/** The least and the largest value of a metric of this unit; infinite for plain numbers and a project's own units. */
export function rangeOf(unit: Unit): { low: number; high: number } {
  const { low, high } = ranges[unit] ?? anyNumber
  return { low, high }
}

/**
 * The reason why no quantity of this unit can have a value: `5, but a fraction is from 0 to 1`. A project's own
 * units have no range.
 */
export function impossibleAs(unit: Unit, value: number): string | undefined {
  const { low, high, noun } = ranges[unit] ?? anyNumber
  const slack = 1e-9
  if (value >= low - slack && value <= high + slack) return undefined
  const range = high === Infinity ? `at least ${low}` : `from ${low} to ${high}`
  const share = unit === 'level' && value > 1 && value <= 100
  const hint = share ? `; write ${Number((value / 100).toPrecision(6))} for ${value}%` : ''
  return `${value}, but ${noun} is ${range}${hint}`
}

const anyNumber = { low: -Infinity, high: Infinity, noun: 'a number' }
const ranges: Partial<Record<string, { low: number; high: number; noun: string }>> = {
  level: { low: 0, high: 1, noun: 'a fraction' },
  points: { low: -1, high: 1, noun: 'a difference of fractions' },
  ...Object.fromEntries(
    [
      ['seconds', 'a time in seconds'],
      ['bytes', 'a number of bytes'],
      ['epochs', 'a number of epochs'],
      ['steps', 'a number of steps'],
    ].map(([unit, noun]) => [unit, { low: 0, high: Infinity, noun }]),
  ),
}

/** The unit's text after a number or an axis' name: `%`, `s`, `epochs`; empty for a plain number. */
export function symbolOf(unit: Unit): string {
  return symbols[unit] ?? unit
}

const symbols: Partial<Record<string, string>> = {
  level: '%',
  points: 'pp',
  number: '',
  seconds: 's',
}
