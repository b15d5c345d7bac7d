/** @file The names of compared quantities in a verdict's sentence. */

import type { Expression } from '../claims/expression.js'
import { formatDifference, formatRatio, formatValue } from './format.js'
import { type Question, regionOf } from './question.js'

/** The text of an expression in the spec. */
export function textOf(expression: Expression): string {
  if (expression.type !== 'operation') return expression.text
  const { operator, left, right } = expression
  const tight = operator === '*' || operator === '/'
  const inner = (side: Expression, isRight: boolean) => {
    const sum = side.type === 'operation' && (side.operator === '+' || side.operator === '-')
    const group = sum && (tight || (isRight && operator === '-'))
    return group ? `(${textOf(side)})` : textOf(side)
  }
  return `${inner(left, false)} ${operator} ${inner(right, true)}`
}

/** Names the two sides of a difference or a ratio by the parts in which their arms differ, or by their text. */
function namesOf(subject: Expression, reference: Expression): { a: string; b: string; of: string } {
  const plain = { a: textOf(subject), b: textOf(reference), of: '' }
  if (subject.type !== 'measurement' || reference.type !== 'measurement') return plain
  const written = (side: typeof subject) => side.text.replace(/ (under|of|on|with|at) .*$/, '')
  if (written(subject) !== written(reference)) return plain
  const [a, b] = [partsOf(subject.arm.label), partsOf(reference.arm.label)]
  const onlyIn = (own: string[], other: string[]) =>
    own
      .filter((part) => !other.includes(part))
      .map((part) => part.replace(/^(on|with|under|at) /, ''))
  const [first, second] = [onlyIn(a, b), onlyIn(b, a)]
  if (first.length === 0 || second.length === 0) {
    return plain.a === plain.b ? { ...plain, a: subject.arm.label, b: reference.arm.label } : plain
  }
  return { a: first.join(' '), b: second.join(' '), of: ` in ${written(subject)}` }
}

/** Splits the label `mlp on digits with sgd under random labels` into its parts. */
function partsOf(label: string): string[] {
  return label.split(/ (?=(?:on|with|under|at) )/)
}

/**
 * Formats a value on the question's scale. The text never seems to cross the region's ends, unless the value
 * itself is only a bound: `at least 60 epochs`.
 */
export function scaled(
  question: Question,
  value: number,
  extent: '' | 'at least ' | 'at most ' = '',
): string {
  const { scale, unit } = question
  const region = regionOf(question)
  const ends = extent === '' ? [region.low, region.high].filter(Number.isFinite) : []
  if (scale === 'log ratio') return formatRatio(Math.exp(value), ends.map(Math.exp))
  if (scale === 'value') return formatValue(value, unit, ends)
  return formatDifference(value, unit, ends)
}

/**
 * The measured quantity: `mean test acc 10.3%`, `a is 6.2pp below b in test acc`.
 * @param extent says that the estimate is a bound of the true number, because a condition was not reached
 */
export function measured(
  question: Question,
  estimate: number,
  n: number,
  extent: '' | 'at least ' | 'at most ' = '',
): string {
  const { scale, unit } = question
  const region = regionOf(question)
  const [left, right] = question.sides as [Expression, Expression?]
  if (right === undefined) {
    return `${n === 1 ? '' : 'mean '}${textOf(left)} ${extent}${scaled(question, estimate, extent)}`
  }
  const { a, b, of } = namesOf(left, right)
  if (scale === 'log ratio')
    return `${a} is ${extent}${scaled(question, estimate, extent)} ${b}${of}`
  if (estimate === 0) return `${a} is ${extent || 'equal to '}${b}${of}`
  const ends = [region.low, region.high].filter(Number.isFinite).map(Math.abs)
  const size = formatValue(Math.abs(estimate), unit, ends)
  return `${a} is ${estimate > 0 ? extent : opposite[extent]}${size} ${estimate > 0 ? 'above' : 'below'} ${b}${of}`
}

/** The bound with the sign turned: at least -5 is at most 5 below. */
export const opposite = { '': '', 'at least ': 'at most ', 'at most ': 'at least ' } as const

/** The end of a one-sided region: `99%`, `the required +3pp`, `the allowed -5pp`. */
export function threshold(question: Question): string {
  const { scale } = question
  const region = regionOf(question)
  const upward = region.high === Infinity
  const at = upward ? region.low : region.high
  const text = scaled(question, at)
  if (scale === 'value') return text
  if (scale === 'log ratio') return `the ${upward ? 'required' : 'allowed'} ${text}`
  if (at === 0) return 'zero'
  return `the ${at > 0 === upward ? 'required' : 'allowed'} ${text}`
}

/** A two-sided region: `9% to 11%`, `±1pp`. */
export function rangeText(question: Question): string {
  const { scale, unit } = question
  const region = regionOf(question)
  const [low, high] = [scaled(question, region.low), scaled(question, region.high)]
  if (scale === 'difference' && region.low === -region.high)
    return `±${formatValue(region.high, unit)}`
  return `${low} to ${high}`
}

/** Formats the confidence: `95%` for 0.05. */
export function confidence(alpha: number): string {
  return `${Number((100 * (1 - alpha)).toPrecision(4))}%`
}
