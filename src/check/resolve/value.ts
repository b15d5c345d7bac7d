/** @file Parameter values from items of a spec. */

import type { NumberParameter, Parameter, ParameterValue } from '../../kinds/parameter.js'
import type { Item } from '../../language/tree.js'

/** The value of an item for a parameter of that type, or undefined if it does not fit. */
export function valueOf(parameter: Parameter, item: Item): ParameterValue | undefined {
  if (parameter.type === 'text' || parameter.type === 'path') {
    return item.type === 'text' ? item.value : undefined
  }
  if (parameter.type === 'matrix') return matrixOf(item)
  if (parameter.type === 'size') {
    if (item.type === 'size') return item.values.length === 2 ? item.values : undefined
    const isWhole = item.type === 'scalar' && item.unit === '' && Number.isInteger(item.value)
    return isWhole ? [item.value, item.value] : undefined
  }
  if (parameter.type === 'numbers') {
    if (item.type !== 'list') return undefined
    const numbers = item.items.map((one) =>
      one.type === 'scalar' && one.unit === '' ? one.value : NaN,
    )
    return numbers.length > 0 && numbers.every(Number.isFinite) ? numbers : undefined
  }
  if (item.type !== 'scalar') return undefined
  if (parameter.type === 'fraction' && item.unit === '%') return item.value / 100
  if (item.unit !== '') return undefined
  const isWhole = Number.isInteger(item.value) || !Number.isFinite(item.value)
  return parameter.type === 'integer' && !isWhole ? undefined : item.value
}

function matrixOf(item: Item): number[][] | undefined {
  if (item.type !== 'list') return undefined
  const rows = item.items.map((row) =>
    row.type === 'list'
      ? row.items.map((value) => valueOf({ type: 'fraction', doc: '' }, value))
      : [],
  )
  const whole = rows.every((row) => row.length > 0 && row.every(Number.isFinite))
  return whole ? (rows as number[][]) : undefined
}

/** The range that a value violates, such as `at least 1`. */
export function rangeViolation(parameter: Parameter, value: ParameterValue): string | undefined {
  if (parameter.type === 'size') {
    const isSize = (value as number[]).every((one) => one >= 1 && Number.isSafeInteger(one))
    return isSize ? undefined : 'integers of at least 1'
  }
  if (typeof value !== 'number') return undefined
  if (!Number.isFinite(value)) return 'finite'
  const { min, max } = parameter as NumberParameter
  if (parameter.type === 'integer' && Math.abs(value) > Number.MAX_SAFE_INTEGER) {
    return `at most ${Number.MAX_SAFE_INTEGER}`
  }
  if (min !== undefined && max !== undefined) {
    return value < min || value > max ? `between ${min} and ${max}` : undefined
  }
  if (min !== undefined && value < min) return `at least ${min}`
  return max !== undefined && value > max ? `at most ${max}` : undefined
}
