/** @file Arithmetic on single elements: binary with broadcasting, and unary. */

import { relu } from './activation'
import { expm1Of, expOf, log1pOf, logOf, powOf, sigmoidOf, tanhOf } from './functions'

// The codes of src/engine/portable/elementwise.ts.
const ADD: i32 = 0
const SUB: i32 = 1
const MULTIPLY: i32 = 2
const DIVIDE: i32 = 3
const MAXIMUM: i32 = 4
const MINIMUM: i32 = 5
const SQUARED_DIFFERENCE: i32 = 6
const RELU_GRADIENT: i32 = 7
const POWER: i32 = 8

@inline
function combine(operation: i32, x: v128, y: v128): v128 {
  if (operation === ADD) return f32x4.add(x, y)
  if (operation === SUB) return f32x4.sub(x, y)
  if (operation === MULTIPLY) return f32x4.mul(x, y)
  if (operation === DIVIDE) return f32x4.div(x, y)
  if (operation === MAXIMUM) return f32x4.max(x, y)
  if (operation === MINIMUM) return f32x4.min(x, y)
  if (operation === SQUARED_DIFFERENCE) {
    const difference = f32x4.sub(x, y)
    return f32x4.mul(difference, difference)
  }
  // x times the derivative of relu where its result is y: 1, 0 or NaN.
  const slope = v128.and(f32x4.gt(y, f32x4.splat(0)), f32x4.splat(1))
  return f32x4.mul(x, v128.bitselect(y, slope, f32x4.ne(y, y)))
}

@inline
function binaryRun(
  operation: i32,
  a: usize,
  aStep: usize,
  b: usize,
  bStep: usize,
  to: usize,
  count: i32,
): void {
  let i = 0
  if (aStep === 0 && bStep === 0) {
    const value = combine(operation, v128.load32_splat(a), v128.load32_splat(b))
    for (; i + 4 <= count; i += 4) {
      v128.store(to, value)
      to += 16
    }
  } else if (aStep === 0) {
    const x = v128.load32_splat(a)
    for (; i + 4 <= count; i += 4) {
      v128.store(to, combine(operation, x, v128.load(b)))
      b += 16
      to += 16
    }
  } else if (bStep === 0) {
    const y = v128.load32_splat(b)
    for (; i + 4 <= count; i += 4) {
      v128.store(to, combine(operation, v128.load(a), y))
      a += 16
      to += 16
    }
  } else {
    for (; i + 4 <= count; i += 4) {
      v128.store(to, combine(operation, v128.load(a), v128.load(b)))
      a += 16
      b += 16
      to += 16
    }
  }
  for (; i < count; i++) {
    const value = combine(operation, v128.load32_splat(a), v128.load32_splat(b))
    store<f32>(to, f32x4.extract_lane(value, 0))
    a += aStep
    b += bStep
    to += 4
  }
}

function powerRun(a: usize, aStep: usize, b: usize, bStep: usize, to: usize, count: i32): void {
  for (let i = 0; i < count; i++) {
    store<f32>(to, powOf(load<f32>(a), load<f32>(b)))
    a += aStep
    b += bStep
    to += 4
  }
}

function binaryBy(
  operation: i32,
  a: usize,
  aStep: usize,
  b: usize,
  bStep: usize,
  to: usize,
  count: i32,
): void {
  switch (operation) {
    case ADD:
      return binaryRun(ADD, a, aStep, b, bStep, to, count)
    case SUB:
      return binaryRun(SUB, a, aStep, b, bStep, to, count)
    case MULTIPLY:
      return binaryRun(MULTIPLY, a, aStep, b, bStep, to, count)
    case DIVIDE:
      return binaryRun(DIVIDE, a, aStep, b, bStep, to, count)
    case MAXIMUM:
      return binaryRun(MAXIMUM, a, aStep, b, bStep, to, count)
    case MINIMUM:
      return binaryRun(MINIMUM, a, aStep, b, bStep, to, count)
    case SQUARED_DIFFERENCE:
      return binaryRun(SQUARED_DIFFERENCE, a, aStep, b, bStep, to, count)
    case RELU_GRADIENT:
      return binaryRun(RELU_GRADIENT, a, aStep, b, bStep, to, count)
    default:
      return powerRun(a, aStep, b, bStep, to, count)
  }
}

/**
 * to = a operation b over [d0, d1, d2, inner]; a task is `block` elements. The strides are in bytes and 0
 * where an input is broadcast; those of the inner axis are 4 or 0.
 */
export function binary(
  begin: i32,
  end: i32,
  _scratch: usize,
  operation: i32,
  a: usize,
  b: usize,
  to: usize,
  total: i32,
  block: i32,
  d1: i32,
  d2: i32,
  inner: i32,
  a0: usize,
  a1: usize,
  a2: usize,
  aStep: usize,
  b0: usize,
  b1: usize,
  b2: usize,
  bStep: usize,
): void {
  let i = begin * block
  const last = min(end * block, total)
  while (i < last) {
    const row = i / inner
    const column = i % inner
    const count = min(inner - column, last - i)
    const i2 = <usize>(row % d2)
    const i1 = <usize>((row / d2) % d1)
    const i0 = <usize>(row / (d2 * d1))
    const fromA = a + i0 * a0 + i1 * a1 + i2 * a2 + <usize>column * aStep
    const fromB = b + i0 * b0 + i1 * b1 + i2 * b2 + <usize>column * bStep
    binaryBy(operation, fromA, aStep, fromB, bStep, to + (<usize>i << 2), count)
    i += count
  }
}

const RELU: i32 = 0
const STEP: i32 = 1
const NEGATE: i32 = 2
const SQUARE: i32 = 3
const SQUARE_ROOT: i32 = 4
const RECIPROCAL_ROOT: i32 = 5
const ABSOLUTE: i32 = 6
const RECIPROCAL: i32 = 7
const FLOOR: i32 = 8
const CEIL: i32 = 9
/** From here on there is no vector form. */
const EXP: i32 = 10
const LOG: i32 = 11
const TANH: i32 = 12
const SIGMOID: i32 = 13
const EXPM1: i32 = 14
const LOG1P: i32 = 15

@inline
function apply(operation: i32, x: v128, parameter: v128): v128 {
  if (operation === RELU) return relu(x)
  if (operation === STEP) {
    const positive = f32x4.gt(x, f32x4.splat(0))
    const step = v128.bitselect(f32x4.splat(1), parameter, positive)
    return v128.bitselect(x, step, f32x4.ne(x, x))
  }
  if (operation === NEGATE) return f32x4.neg(x)
  if (operation === SQUARE) return f32x4.mul(x, x)
  if (operation === SQUARE_ROOT) return f32x4.sqrt(x)
  if (operation === RECIPROCAL_ROOT) return f32x4.div(f32x4.splat(1), f32x4.sqrt(x))
  if (operation === ABSOLUTE) return f32x4.abs(x)
  if (operation === RECIPROCAL) return f32x4.div(f32x4.splat(1), x)
  if (operation === FLOOR) return f32x4.floor(x)
  return f32x4.ceil(x)
}

@inline
function unaryRun(operation: i32, from: usize, to: usize, count: i32, parameter: f32): void {
  const p = f32x4.splat(parameter)
  let i = 0
  for (; i + 4 <= count; i += 4) {
    v128.store(to, apply(operation, v128.load(from), p))
    from += 16
    to += 16
  }
  for (; i < count; i++) {
    store<f32>(to, f32x4.extract_lane(apply(operation, v128.load32_splat(from), p), 0))
    from += 4
    to += 4
  }
}

@inline
function scalarOf(operation: i32, x: f32): f32 {
  if (operation === EXP) return expOf(x)
  if (operation === LOG) return logOf(x)
  if (operation === TANH) return tanhOf(x)
  if (operation === SIGMOID) return sigmoidOf(x)
  if (operation === EXPM1) return expm1Of(x)
  return log1pOf(x)
}

/** to = operation(from); a task is `block` elements. */
export function unary(
  begin: i32,
  end: i32,
  _scratch: usize,
  operation: i32,
  x: usize,
  y: usize,
  total: i32,
  block: i32,
  parameter: f32,
): void {
  const first = begin * block
  const count = min(end * block, total) - first
  const from = x + (<usize>first << 2)
  const to = y + (<usize>first << 2)
  switch (operation) {
    case RELU:
      return unaryRun(RELU, from, to, count, parameter)
    case STEP:
      return unaryRun(STEP, from, to, count, parameter)
    case NEGATE:
      return unaryRun(NEGATE, from, to, count, parameter)
    case SQUARE:
      return unaryRun(SQUARE, from, to, count, parameter)
    case SQUARE_ROOT:
      return unaryRun(SQUARE_ROOT, from, to, count, parameter)
    case RECIPROCAL_ROOT:
      return unaryRun(RECIPROCAL_ROOT, from, to, count, parameter)
    case ABSOLUTE:
      return unaryRun(ABSOLUTE, from, to, count, parameter)
    case RECIPROCAL:
      return unaryRun(RECIPROCAL, from, to, count, parameter)
    case FLOOR:
      return unaryRun(FLOOR, from, to, count, parameter)
    case CEIL:
      return unaryRun(CEIL, from, to, count, parameter)
    default:
      for (let i = 0; i < count; i++) {
        store<f32>(to + (<usize>i << 2), scalarOf(operation, load<f32>(from + (<usize>i << 2))))
      }
  }
}

/** to = value; a task is `block` elements. */
export function fill(
  begin: i32,
  end: i32,
  _scratch: usize,
  to: usize,
  total: i32,
  block: i32,
  value: f32,
): void {
  const last = min(end * block, total)
  for (let i = begin * block; i < last; i++) store<f32>(to + (<usize>i << 2), value)
}
