/** @file The meaning of a claim, independent of its spelling and its place. */

import { stringify } from 'safe-stable-stringify'
import type { Claim } from '../claims/claim.js'
import type { Expression } from '../claims/expression.js'
import { inPercent } from '../kinds/unit.js'

/**
 * A text that is equal for two claims with the same requirements on the same runs, whatever their names, lines
 * and wording.
 */
export function meaningOf({ expectations, onlyIn, profile, cites }: Claim): string {
  const families = cites.flatMap(({ paper: { name, family } }) =>
    family ? [{ name, alpha: family.alpha, method: family.method }] : [],
  )
  const judged = { onlyIn, profile, expectations, ...(families.length > 0 && { families }) }
  const text = stringify(judged, (key, value: unknown) => {
    if (wording.includes(key)) return undefined
    return isExpression(value) && !inPercent(value.unit) ? { ...value, unit: 'number' } : value
  })
  return String(text)
}

const wording = ['text', 'label', 'line', 'lines', 'file', 'swept', 'drawn', 'dataNotes']

/** The unit of a number follows from the metric, so it is not part of the demand. */
function isExpression(value: unknown): value is Expression {
  const isNode = typeof value === 'object' && value !== null && 'type' in value && 'unit' in value
  return isNode && ['constant', 'measurement', 'operation'].includes(String(value.type))
}
