/** @file The relations `>`, `>=`, `<`, `<=` and `=`. */

import { bySetup } from '../arm.js'
import type { Expression } from '../expression.js'
import { comparedArms } from '../normal-form.js'
import type { Region } from '../region.js'
import { pairKind } from './pair.js'

export interface Comparison {
  type: 'comparison'
  operator: keyof typeof accepted
  right: Expression
}

const above = { low: 0, high: Infinity, includesHigh: false }
const below = { low: -Infinity, high: 0, includesLow: false }

/** The accepted values of left minus right. */
const accepted = {
  '>': { ...above, includesLow: false },
  '>=': { ...above, includesLow: true },
  '<': { ...below, includesHigh: false },
  '<=': { ...below, includesHigh: true },
  '=': { low: 0, high: 0, includesLow: true, includesHigh: true },
} satisfies Record<string, Region>

export const comparison = pairKind<Comparison>({
  accepts: ({ operator }) => accepted[operator],
  isExact: ({ operator }) => operator === '=',
  // One arm against a number is a threshold; several arms are a comparison of means.
  quantifier: (left, { right }) =>
    comparedArms(left, right, bySetup).size <= 1 ? 'every seed' : 'on average',
})
