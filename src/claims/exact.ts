/** @file Exact rational numbers for the constants of a spec and their arithmetic. */

import Fraction from 'fraction.js'

export type { Fraction }

export const zero = new Fraction(0)
export const one = new Fraction(1)

/** Decimals with up to this many significant digits survive being stored as a double. */
const faithfulDigits = 15

/**
 * The number that a double represents: 0.1 is one tenth. A decimal with more digits than a double keeps comes from a
 * division, so the result is the simplest fraction that rounds to it: 0.14285714285714285 is one seventh.
 */
export function exact(value: number): Fraction {
  if (!Number.isFinite(value))
    throw new RangeError(`${value} is not a number that a spec can write`)
  const [mantissa = '', exponent] = value.toExponential().split('e')
  const [whole = '', decimals = ''] = mantissa.split('.')
  const power = Number(exponent) - decimals.length
  const digits = BigInt(whole + decimals)
  const decimal = power < 0 ? new Fraction(digits, ten(-power)) : new Fraction(digits * ten(power))
  if (decimals.length < faithfulDigits || Math.abs(value) < 1e-200) return decimal
  const simple = decimal.simplify(Math.abs(value) * Number.EPSILON)
  return toNumber(simple) === value ? simple : decimal
}

function ten(power: number): bigint {
  return 10n ** BigInt(power)
}

/** Numbers with more bits exceed the largest double. */
const mostBits = 1024

/** The nearest double; infinite if the number is too large. */
export function toNumber({ s, n, d }: Fraction): number {
  const bits = Math.max(n.toString(2).length, d.toString(2).length)
  const shift = BigInt(Math.max(0, bits - mostBits))
  return (Number(s) * Number(n >> shift)) / Number(d >> shift)
}

export function calculate(
  operator: '+' | '-' | '*' | '/',
  left: Fraction,
  right: Fraction,
): Fraction {
  switch (operator) {
    case '+':
      return left.add(right)
    case '-':
      return left.sub(right)
    case '*':
      return left.mul(right)
    case '/':
      return left.div(right)
  }
}
