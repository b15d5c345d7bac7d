/** @file A quantity: arithmetic over numbers and measurements. */

import type { StopCondition } from '../kinds/metric.js'
import type { Arm } from './arm.js'
import type { Swept } from './sweep.js'

/**
 * Levels are fractions such as an accuracy; points are differences of levels, in percentage points
 * of 0.01; a plain number goes with either.
 */
export type Unit = 'level' | 'points' | 'number'

export type Expression =
  | { type: 'constant'; value: number; unit: Unit; text: string }
  | {
      type: 'measurement'
      metric: string
      /** Of a metric that takes one: `epochs to (train loss < 0.05)`. */
      condition?: StopCondition
      unit: Unit
      text: string
      arm: Arm
      /** In a claim over a sweep. */
      swept?: Swept
    }
  | {
      type: 'operation'
      operator: '+' | '-' | '*' | '/'
      unit: Unit
      left: Expression
      right: Expression
    }

export type Measurement = Extract<Expression, { type: 'measurement' }>

/** The measurements in an expression, from left to right. */
export function measurementsIn(expression: Expression): Measurement[] {
  switch (expression.type) {
    case 'constant':
      return []
    case 'measurement':
      return [expression]
    case 'operation':
      return [...measurementsIn(expression.left), ...measurementsIn(expression.right)]
  }
}
