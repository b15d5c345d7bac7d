/** @file The basis of a claim: trained networks, computations, or published numbers alone. */

import { type Case, expressionsIn } from './expectation.js'
import type { Expression } from './expression.js'
import { setupType } from './setup.js'

/** From the strongest to the weakest. */
export const bases = ['trained', 'computed', 'published'] as const

/**
 * `trained`: a training was measured. `computed`: a computation was measured, or a number follows from a
 * set-up, such as the parameters of a model. `published`: arithmetic on numbers in the spec, which checks
 * published numbers.
 */
export type Basis = (typeof bases)[number]

export function basisOf(cases: readonly Case[]): Basis {
  return strongest(cases.flatMap(expressionsIn).map(basisOfExpression))
}

export function strongest(found: readonly Basis[]): Basis {
  return bases.find((basis) => found.includes(basis)) ?? 'published'
}

function basisOfExpression(expression: Expression): Basis {
  switch (expression.type) {
    case 'constant':
      return expression.computed ? 'computed' : 'published'
    case 'measurement':
      return setupType(expression.arm.setup) === 'computation' ? 'computed' : 'trained'
    case 'operation':
      return strongest([expression.left, expression.right].map(basisOfExpression))
  }
}
