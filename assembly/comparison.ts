/** @file Comparisons and logic with broadcasting, the index of a maximum, and conversion to float32 or int32. */

import { Address } from './types'


export enum Comparison {
  EQUAL,
  NOT_EQUAL,
  GREATER,
  GREATER_EQUAL,
  LESS,
  LESS_EQUAL,
  AND,
  OR,
}

/** The type of a tensor's values. */
export enum Type {
  FLOAT,
  INTEGER,
  BOOLEAN,
}

/** Loads a value of any type; float64 holds all of them exactly. */
@inline
function valueAt(type: Type, address: usize): f64 {
  if (type === Type.FLOAT) return <f64>load<f32>(address)
  if (type === Type.INTEGER) return <f64>load<i32>(address)
  return <f64>load<u8>(address)
}

@inline
function holds(operation: Comparison, x: f64, y: f64): bool {
  switch (operation) {
    case Comparison.EQUAL:
      return x === y
    case Comparison.NOT_EQUAL:
      return x !== y
    case Comparison.GREATER:
      return x > y
    case Comparison.GREATER_EQUAL:
      return x >= y
    case Comparison.LESS:
      return x < y
    case Comparison.LESS_EQUAL:
      return x <= y
    case Comparison.AND:
      return x !== 0 && y !== 0
    default:
      return x !== 0 || y !== 0
  }
}

/** to = a operation b over [d0, d1, d2, inner], a byte each; strides in bytes, a task is `block` elements. */
export function compare(
  begin: i32,
  end: i32,
  _scratch: usize,
  operation: Comparison,
  type: Type,
  a: Address,
  b: Address,
  to: Address,
  total: i32,
  block: i32,
  d1: i32,
  d2: i32,
  inner: i32,
  a0: usize,
  a1: usize,
  a2: usize,
  a3: usize,
  b0: usize,
  b1: usize,
  b2: usize,
  b3: usize,
): void {
  const last = min(end * block, total)
  for (let i = begin * block; i < last; i++) {
    const i3 = <usize>(i % inner)
    const row = i / inner
    const i2 = <usize>(row % d2)
    const i1 = <usize>((row / d2) % d1)
    const i0 = <usize>(row / (d2 * d1))
    const x = valueAt(type, a + i0 * a0 + i1 * a1 + i2 * a2 + i3 * a3)
    const y = valueAt(type, b + i0 * b0 + i1 * b1 + i2 * b2 + i3 * b3)
    store<u8>(to + <usize>i, holds(operation, x, y) ? 1 : 0)
  }
}

/** to[row] = the first index of the largest of `size` float32 values; a task is `block` rows. */
export function argMax(
  begin: i32,
  end: i32,
  _scratch: usize,
  x: Address,
  to: Address,
  rows: i32,
  size: i32,
  block: i32,
): void {
  const last = min(end * block, rows)
  for (let row = begin * block; row < last; row++) {
    const from = x + (<usize>row * <usize>size << 2)
    let largest = load<f32>(from)
    let index = 0
    for (let i = 1; i < size; i++) {
      const value = load<f32>(from + (<usize>i << 2))
      if (value > largest) {
        largest = value
        index = i
      }
    }
    store<i32>(to + (<usize>row << 2), index)
  }
}

/** to = from, integers or bytes as float32 or integers; a task is `block` elements. */
export function convert(
  begin: i32,
  end: i32,
  _scratch: usize,
  type: Type,
  toType: Type,
  from: Address,
  to: Address,
  total: i32,
  block: i32,
): void {
  const last = min(end * block, total)
  for (let i = begin * block; i < last; i++) {
    const value = valueAt(type, from + (type === Type.INTEGER ? <usize>i << 2 : <usize>i))
    if (toType === Type.FLOAT) store<f32>(to + (<usize>i << 2), <f32>value)
    else store<i32>(to + (<usize>i << 2), <i32>value)
  }
}
