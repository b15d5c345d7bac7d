/** @file Numbers that a double cannot represent: `1e309`, 9_007_199_254_740_993. */

import type { Report } from '../diagnostics/diagnostic.js'
import { outOfRange } from '../diagnostics/names.js'
import type { Source, Span } from '../diagnostics/source.js'
import type { Scalar, Size, SyntaxTree } from '../language/tree.js'

export interface NumberPlace {
  source: Source
  span: Span
}

/**
 * Reports each number that is out of range.
 * @returns their places; other diagnostics at these places follow from the number and are dropped
 */
export function reportNumbers({ source, declarations }: SyntaxTree, report: Report): NumberPlace[] {
  const found: NumberPlace[] = []
  visit(declarations, (number) => {
    const { span } = number
    const text = source.text.slice(span.start, span.end)
    const range = rangeOf(number, text)
    if (range === undefined) return
    report(outOfRange(source, span, 'a number', range, text))
    found.push({ source, span })
  })
  return found
}

/** The range that the number violates, with the number, as text. */
function rangeOf(number: Scalar | Size, text: string): string | undefined {
  if (number.type === 'size') return number.values.every(Number.isSafeInteger) ? undefined : whole
  const { value } = number
  if (!Number.isFinite(value)) return `at most ${Number.MAX_VALUE.toPrecision(2)}`
  const isWhole = /^-?[\d_]+\D?$/.test(text)
  if (isWhole && !Number.isSafeInteger(value)) return whole
  const isZero = /^-?[0_.]+(?:[^\d_.]|$)/.test(text)
  if (value === 0 && !isZero) return `0 or at least ${Number.MIN_VALUE}`
  return undefined
}

/** Larger integers are not all distinct as doubles. */
const whole = `at most ${Number.MAX_SAFE_INTEGER.toLocaleString('en-US')} if it is an integer`

function visit(node: unknown, see: (number: Scalar | Size) => void): void {
  if (typeof node !== 'object' || node === null) return
  if ('type' in node && (node.type === 'scalar' || node.type === 'size')) {
    see(node as Scalar | Size)
    return
  }
  for (const child of Object.values(node)) visit(child, see)
}
