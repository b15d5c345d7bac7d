/** @file What is asked of the runs: a case in the form in which it is judged. */

import type { Case, Expectation } from '../claims/expectation.js'
import type { Expression } from '../claims/expression.js'
import type { Relation } from '../claims/relation.js'
import type { Unit } from '../kinds/unit.js'
import { type Region, mirrored } from './decide.js'
import { subtract } from './possible.js'
import type { Evidence } from './verdict.js'

export interface Question {
  /** The claim as written, without its quantifier. */
  text: string
  relation: Relation
  /** The left side and the right, or the points of a trend; measured in each seed. */
  sides: Expression[]
  scale: Evidence['scale']
  unit: Unit
  /** The values for which the claim holds; of a trend, the rises. */
  region: Region
  /** From the sides' numbers to the value on the scale. */
  valueOf(sides: readonly number[]): number
  /** What a difference or a ratio is of and to, without constants; nothing where one value is judged. */
  compared?: { subject: Expression; reference: Expression }
}

/** @param ratios whether a ratio may be judged as one: where a value is not above zero it cannot */
export function questionOf(expectation: Expectation, one: Case, ratios = true): Question {
  const text = expectation.text.replace(quantifiers, '')
  const { relation } = one
  if (relation.type === 'trend') {
    const sides = relation.points.map(({ left }) => left)
    const sign = relation.direction === 'increases' ? 1 : -1
    const valueOf = (values: readonly number[]) =>
      sign * subtract(values.at(-1) ?? NaN, values[0] ?? NaN)
    const region = { low: 0, high: Infinity, includesLow: false, includesHigh: false }
    return { text, relation, sides, scale: 'rise', unit: differenceUnit(one.left), region, valueOf }
  }
  const { left } = one
  const { right } = relation
  if (!measures(left) && measures(right)) {
    const turned = relation.type === 'comparison' ? turn[relation.operator] : undefined
    const rightward = { ...relation, right: left, ...(turned && { operator: turned }) } as Compared
    return { ...compare(right, rightward, ratios), text }
  }
  return { ...compare(left, relation, ratios), text }
}

const quantifiers =
  / +(in every seed|on average|in at least \S+ of \S+ seeds|for every \S+|over \S+ seeds?)(?=\s|$)/g

export type Compared = Exclude<Relation, { type: 'trend' }>

const turn = { '<': '>', '<=': '>=', '>': '<', '>=': '<=', '=': '=' } as const

function compare(left: Expression, relation: Compared, ratios: boolean): Omit<Question, 'text'> {
  const { right } = relation
  const sides = [left, right]
  const ratio = ratios ? ratioOf(left, relation) : undefined
  if (ratio) return { relation, sides, ...ratio }
  const { constant, rest } = withoutConstants(right)
  const region = regionOf(relation, constant)
  if (rest === undefined) {
    const valueOf = ([value = NaN]: readonly number[]) => value
    const compared = differenceIn(left)
    const [scale, unit] = compared
      ? (['difference', differenceUnit(left)] as const)
      : (['value', left.unit] as const)
    return { relation, sides, scale, unit, region, valueOf, ...(compared && { compared }) }
  }
  const valueOf = ([a = NaN, b = NaN]: readonly number[]) => subtract(a, subtract(b, constant))
  const unit = differenceUnit(left)
  const compared = { subject: left, reference: rest }
  return { relation, sides, scale: 'difference', unit, region, valueOf, compared }
}

/** Around a threshold, or around the middle of an equivalence. */
function regionOf(relation: Compared, at: number): Region {
  if (relation.type === 'equivalence') {
    const [low, high] = [subtract(at, relation.margin), at + relation.margin]
    return { low, high, includesLow: true, includesHigh: true }
  }
  const { operator } = relation
  const includes = operator.endsWith('=')
  const upward = { low: at, high: Infinity, includesLow: includes, includesHigh: false }
  if (operator === '=') return { ...upward, high: at, includesHigh: true }
  return operator.startsWith('>') ? upward : mirrored({ ...upward, low: -at })
}

/**
 * A comparison of two products of measurements is one of their ratio, on the log scale, where the
 * spec writes a factor or a quotient, or where a condition may not be reached and takes infinitely long.
 */
function ratioOf(
  left: Expression,
  relation: Compared,
): Pick<Question, 'scale' | 'unit' | 'region' | 'valueOf' | 'compared'> | undefined {
  const [a, b] = [productOf(left), productOf(relation.right)]
  if (!a || !b || a.measured === undefined) return undefined
  const shared = { scale: 'log ratio', unit: 'number' } as const
  if (b.measured === undefined) {
    const margin = relation.type === 'equivalence' ? relation.margin : 0
    if (!a.divided || b.factor - margin <= 0) return undefined
    const region = regionOf(relation, b.factor)
    const logs = { ...region, low: region.low > 0 ? Math.log(region.low) : -Infinity }
    const valueOf = ([value = NaN]: readonly number[]) => Math.log(value)
    return { ...shared, region: { ...logs, high: Math.log(region.high) }, valueOf }
  }
  const written = a.factor !== 1 || b.factor !== 1 || a.divided || b.divided
  const censored = a.waits || b.waits
  if (relation.type === 'equivalence' || relation.operator === '=') return undefined
  if (!(written || censored) || a.factor <= 0 || b.factor <= 0) return undefined
  const valueOf = ([x = NaN, y = NaN]: readonly number[]) =>
    x === Infinity ? Infinity : subtract(Math.log(x / a.factor), Math.log(y / b.factor))
  const region = regionOf(relation, Math.log(b.factor / a.factor))
  const compared = { subject: a.measured, reference: b.measured }
  return { ...shared, region, valueOf, compared }
}

interface Product {
  factor: number
  /** Without the factor. */
  measured?: Expression
  divided: boolean
  /** For a condition that may not be reached. */
  waits: boolean
}

/** Nothing where there is a sum in it. */
function productOf(expression: Expression): Product | undefined {
  if (expression.type === 'constant') {
    return { factor: expression.value, divided: false, waits: false }
  }
  if (expression.type === 'measurement') {
    const waits = expression.condition !== undefined
    return { factor: 1, measured: expression, divided: false, waits }
  }
  const { operator, left, right } = expression
  if (operator === '+' || operator === '-') return undefined
  const [a, b] = [productOf(left), productOf(right)]
  if (!a || !b) return undefined
  const waits = a.waits || b.waits
  if (operator === '*') {
    const measured =
      a.measured && b.measured
        ? { ...expression, left: a.measured, right: b.measured }
        : (a.measured ?? b.measured)
    const divided = a.divided || b.divided
    return { factor: a.factor * b.factor, divided, waits, ...(measured && { measured }) }
  }
  const factor = a.factor / b.factor
  if (b.measured === undefined) return { ...a, factor }
  // `3 / params` has no measured numerator to name; it is compared as it stands.
  if (a.measured === undefined) return undefined
  const measured = { ...expression, left: a.measured, right: b.measured }
  return { factor, measured, divided: true, waits }
}

/** `B + 3pp` is B and 0.03. */
function withoutConstants(expression: Expression): { constant: number; rest?: Expression } {
  if (!measures(expression)) return { constant: constantOf(expression) }
  if (expression.type !== 'operation') return { constant: 0, rest: expression }
  const { operator, left, right } = expression
  if ((operator === '+' || operator === '-') && !measures(right)) {
    const { constant, rest } = withoutConstants(left)
    const change = constantOf(right)
    const total = operator === '+' ? constant + change : subtract(constant, change)
    return { constant: total, ...(rest && { rest }) }
  }
  if (operator === '+' && !measures(left)) {
    const { constant, rest } = withoutConstants(right)
    return { constant: constant + constantOf(left), ...(rest && { rest }) }
  }
  return { constant: 0, rest: expression }
}

export function measures(expression: Expression): boolean {
  if (expression.type === 'operation')
    return measures(expression.left) || measures(expression.right)
  return expression.type === 'measurement'
}

function constantOf(expression: Expression): number {
  if (expression.type === 'constant') return expression.value
  if (expression.type === 'measurement') return NaN
  const [left, right] = [constantOf(expression.left), constantOf(expression.right)]
  switch (expression.operator) {
    case '+':
      return left + right
    case '-':
      return subtract(left, right)
    case '*':
      return left * right
    case '/':
      return left / right
  }
}

/** `test acc under true labels - test acc under random labels` is judged as such. */
function differenceIn(expression: Expression): Question['compared'] {
  if (expression.type !== 'operation' || expression.operator !== '-') return undefined
  const { left, right } = expression
  return measures(left) && measures(right) ? { subject: left, reference: right } : undefined
}

function differenceUnit({ unit }: Expression): Unit {
  return unit === 'level' ? 'points' : unit
}
