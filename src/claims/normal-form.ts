/**
 * @file The normal form of a comparison, independent of its spelling: `A - B > 3pp`, `A > B + 3pp` and `3pp < A - B`
 * are one claim about the difference of A and B.
 */

import { type Fraction, one, zero } from './exact.js'
import { type Expression, measurementsIn, measures } from './expression.js'
import {
  type Linear,
  type NameArm,
  type Term,
  difference,
  expressionOf,
  linearForm,
} from './linear.js'
import { type Region, acceptance } from './region.js'

export interface NormalForm {
  /**
   * `value`: the subject is compared with a number; `difference`: it is subject minus reference,
   * without constants; `log ratio`: the logarithm of subject / reference, without constant factors.
   */
  scale: 'value' | 'difference' | 'log ratio'
  subject: Expression
  reference?: Expression
  /** The values on the scale for which the comparison holds. */
  region: Region
}

/**
 * Brings a comparison into normal form.
 * @param accepted the values of left minus right for which the comparison holds
 * @param ratios false if the log scale is excluded, since a value is not above zero
 */
export function normalForm(
  left: Expression,
  right: Expression,
  accepted: Region,
  nameArm: NameArm,
  ratios: boolean,
): NormalForm {
  const [a, b] = [linearForm(left, nameArm), linearForm(right, nameArm)]
  const { terms, constant } = difference(a, b)
  const at = constant.neg()
  const [first, second, ...others] = terms
  if (first === undefined) return withoutTerms(left, right, accepted, a, b)
  if (second === undefined) {
    const region = acceptance(accepted, at, first.factor)
    const ratio = ratios ? ratioWithin(first.quantity, region) : undefined
    return ratio ?? { scale: 'value', subject: first.quantity, region }
  }
  // The first quantity in the source keeps its direction.
  const sign = first.factor.s < 0n ? one.neg() : one
  if (terms.every(({ factor }) => factor.s === first.factor.s)) {
    const asWritten = b.measured === undefined && sign === one ? a.measured : undefined
    const subject = asWritten ?? expressionOf(turned(terms, sign))
    return { scale: 'value', subject, region: acceptance(accepted, at, sign) }
  }
  const ratio =
    ratios && others.length === 0 && at.equals(0) ? ratioOf(accepted, first, second) : undefined
  return ratio ?? differenceOf(accepted, a, b, terms, at)
}

/** The arms that a comparison is about, by name; empty if it compares numbers, or a quantity with itself. */
export function comparedArms(left: Expression, right: Expression, nameArm: NameArm): Set<string> {
  const { terms } = difference(linearForm(left, nameArm), linearForm(right, nameArm))
  const measured = terms.flatMap(({ quantity }) => measurementsIn(quantity))
  return new Set(measured.map(({ arm }) => nameArm(arm)))
}

/** The normal form for numbers, or for a quantity compared with itself. */
function withoutTerms(
  left: Expression,
  right: Expression,
  accepted: Region,
  a: Linear,
  b: Linear,
): NormalForm {
  if (!a.measured && !b.measured) {
    return { scale: 'value', subject: left, region: acceptance(accepted, b.constant, one) }
  }
  const subject: Expression = { type: 'operation', operator: '-', unit: left.unit, left, right }
  return { scale: 'value', subject, region: acceptance(accepted, zero, one) }
}

function turned(terms: readonly Term[], sign: Fraction): Term[] {
  return terms.map((term) => ({ ...term, factor: term.factor.mul(sign) }))
}

function differenceOf(
  accepted: Region,
  a: Linear,
  b: Linear,
  terms: readonly Term[],
  at: Fraction,
): NormalForm {
  const [first, second, ...others] = terms as [Term, Term, ...Term[]]
  const sums = a.terms.length > 1 || b.terms.length > 1
  const pair = others.length === 0 && first.factor.equals(second.factor.neg())
  if (pair && !(a.measured && b.measured && sums)) {
    const [subject, reference] = [first.quantity, second.quantity]
    const region = acceptance(accepted, at, first.factor)
    return { scale: 'difference', subject, reference, region }
  }
  const upright = [a, b].every(({ terms: [leading] }) => leading && leading.factor.s > 0n)
  if (a.measured && b.measured && upright) {
    const [subject, reference] = [a.measured, b.measured]
    return { scale: 'difference', subject, reference, region: acceptance(accepted, at, one) }
  }
  const written = a.measured ? (b.measured ? undefined : a.measured) : b.measured
  if (written?.type === 'operation' && written.operator === '-' && measures(written.left)) {
    const { left: subject, right: reference } = written
    const region = acceptance(accepted, at, a.measured ? one : one.neg())
    return { scale: 'difference', subject, reference, region }
  }
  const sign = first.factor.s < 0n ? one.neg() : one
  const oriented = turned(terms, sign)
  const subject = expressionOf(oriented.filter(({ factor }) => factor.s > 0n))
  const below = oriented.filter(({ factor }) => factor.s < 0n)
  const reference = expressionOf(turned(below, one.neg()))
  return { scale: 'difference', subject, reference, region: acceptance(accepted, at, sign) }
}

/**
 * Compares two products of measurements by their ratio, on the log scale. This applies if the spec writes a
 * factor or a quotient, or if a condition may not be reached, which takes infinitely long.
 */
function ratioOf(accepted: Region, first: Term, second: Term): NormalForm | undefined {
  const [end, ...others] = [accepted.low, accepted.high].filter(Number.isFinite)
  if (end !== 0 || others.length > 0) return undefined
  const quantities = [first.quantity, second.quantity]
  const [above, below] = quantities.map(factorsIn)
  if (above === undefined || below === undefined) return undefined
  const written =
    !first.factor.equals(second.factor.neg()) ||
    [above, below].some((factors) => factors.below.length > 0)
  const waits = quantities.some((one) => measurementsIn(one).some(({ condition }) => condition))
  if (!written && !waits) return undefined
  const [subject, reference] = [first.quantity, second.quantity]
  const region = acceptance(accepted, second.factor.neg(), first.factor)
  return { scale: 'log ratio', subject, reference, region: logarithm(region) }
}

/** The normal form of a quotient compared with a number above zero. */
function ratioWithin(quantity: Expression, region: Region): NormalForm | undefined {
  const end = Number.isFinite(region.low) ? region.low : region.high
  const factors = factorsIn(quantity)
  if (end <= 0 || factors === undefined) return undefined
  const [subject, reference] = [productOf(factors.above), productOf(factors.below)]
  if (subject === undefined || reference === undefined) return undefined
  return { scale: 'log ratio', subject, reference, region: logarithm(region) }
}

function logarithm(region: Region): Region {
  const low = region.low > 0 ? Math.log(region.low) : -Infinity
  return { ...region, low, high: Math.log(region.high) }
}

interface Factors {
  above: Expression[]
  below: Expression[]
}

/** Undefined if the expression contains a sum. */
function factorsIn(expression: Expression): Factors | undefined {
  if (expression.type === 'constant') return { above: [], below: [] }
  if (expression.type === 'measurement') return { above: [expression], below: [] }
  const { operator } = expression
  const [left, right] = [factorsIn(expression.left), factorsIn(expression.right)]
  if (operator === '+' || operator === '-' || !left || !right) return undefined
  const other = operator === '*' ? right : { above: right.below, below: right.above }
  return { above: [...left.above, ...other.above], below: [...left.below, ...other.below] }
}

function productOf([first, ...others]: readonly Expression[]): Expression | undefined {
  return (
    first &&
    others.reduce(
      (left, right): Expression => ({
        ...{ type: 'operation', operator: '*', unit: left.unit, left, right },
      }),
      first,
    )
  )
}
