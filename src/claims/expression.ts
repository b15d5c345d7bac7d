/** @file A quantity: arithmetic over numbers and measurements. */

import type { Drawn, StopCondition } from '../kinds/metric.js'
import type { Unit } from '../kinds/unit.js'
import type { Arm } from './arm.js'
import type { Swept } from './sweep.js'

export type Expression =
  | {
      type: 'constant'
      value: number
      unit: Unit
      text: string
      /** The number follows from a set-up: `params`, `steps per epoch`. */
      computed?: true
    }
  | {
      type: 'measurement'
      metric: string
      /** The condition of a metric that takes one: `epochs to (train loss < 0.05)`. */
      condition?: StopCondition
      unit: Unit
      /** The charts over epochs of the metric and of its condition. */
      drawn?: Drawn[]
      text: string
      arm: Arm
      /** The sweep point, in a claim over a sweep. */
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

export function measures(expression: Expression): boolean {
  if (expression.type === 'operation')
    return measures(expression.left) || measures(expression.right)
  return expression.type === 'measurement'
}
