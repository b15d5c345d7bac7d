/** @file Arithmetic on single elements: binary with broadcasting, and unary. */

import { relu } from './activation'
import { expm1Of, expOf, log1pOf, logOf, powOf, sigmoidOf, tanhOf } from './functions'
import { Address } from './types'

export enum Binary {
  ADD,
  SUB,
  MULTIPLY,
  DIVIDE,
  MAXIMUM,
  MINIMUM,
  SQUARED_DIFFERENCE,
  RELU_GRADIENT,
  POWER,
}

@inline
function combine(operation: Binary, x: v128, y: v128): v128 {
  if (operation === Binary.ADD) return f32x4.add(x, y)
  if (operation === Binary.SUB) return f32x4.sub(x, y)
  if (operation === Binary.MULTIPLY) return f32x4.mul(x, y)
  if (operation === Binary.DIVIDE) return f32x4.div(x, y)
  if (operation === Binary.MAXIMUM) return f32x4.max(x, y)
  if (operation === Binary.MINIMUM) return f32x4.min(x, y)
  if (operation === Binary.SQUARED_DIFFERENCE) {
    const difference = f32x4.sub(x, y)
    return f32x4.mul(difference, difference)
  }
  // x times the derivative of relu where its result is y: 1, 0 or NaN.
  const slope = v128.and(f32x4.gt(y, f32x4.splat(0)), f32x4.splat(1))
  return f32x4.mul(x, v128.bitselect(y, slope, f32x4.ne(y, y)))
}

@inline
function binaryRun(
  operation: Binary,
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
  operation: Binary,
  a: usize,
  aStep: usize,
  b: usize,
  bStep: usize,
  to: usize,
  count: i32,
): void {
  switch (operation) {
    case Binary.ADD:
      return binaryRun(Binary.ADD, a, aStep, b, bStep, to, count)
    case Binary.SUB:
      return binaryRun(Binary.SUB, a, aStep, b, bStep, to, count)
    case Binary.MULTIPLY:
      return binaryRun(Binary.MULTIPLY, a, aStep, b, bStep, to, count)
    case Binary.DIVIDE:
      return binaryRun(Binary.DIVIDE, a, aStep, b, bStep, to, count)
    case Binary.MAXIMUM:
      return binaryRun(Binary.MAXIMUM, a, aStep, b, bStep, to, count)
    case Binary.MINIMUM:
      return binaryRun(Binary.MINIMUM, a, aStep, b, bStep, to, count)
    case Binary.SQUARED_DIFFERENCE:
      return binaryRun(Binary.SQUARED_DIFFERENCE, a, aStep, b, bStep, to, count)
    case Binary.RELU_GRADIENT:
      return binaryRun(Binary.RELU_GRADIENT, a, aStep, b, bStep, to, count)
    default:
      return powerRun(a, aStep, b, bStep, to, count)
  }
}

/**
 * to = a operation b over [d0, d1, d2, inner]; a task is `block` elements. The strides are in bytes, and 0
 * for a broadcast axis; those of the inner axis are 4 or 0.
 */
export function binary(
  begin: i32,
  end: i32,
  _scratch: usize,
  operation: Binary,
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

export enum Unary {
  RELU,
  STEP,
  NEGATE,
  SQUARE,
  SQUARE_ROOT,
  RECIPROCAL_ROOT,
  ABSOLUTE,
  RECIPROCAL,
  FLOOR,
  CEIL,
  /** The operations from here on have no vector form. */
  EXP,
  LOG,
  TANH,
  SIGMOID,
  EXPM1,
  LOG1P,
}

@inline
function apply(operation: Unary, x: v128, parameter: v128): v128 {
  if (operation === Unary.RELU) return relu(x)
  if (operation === Unary.STEP) {
    const positive = f32x4.gt(x, f32x4.splat(0))
    const step = v128.bitselect(f32x4.splat(1), parameter, positive)
    return v128.bitselect(x, step, f32x4.ne(x, x))
  }
  if (operation === Unary.NEGATE) return f32x4.neg(x)
  if (operation === Unary.SQUARE) return f32x4.mul(x, x)
  if (operation === Unary.SQUARE_ROOT) return f32x4.sqrt(x)
  if (operation === Unary.RECIPROCAL_ROOT) return f32x4.div(f32x4.splat(1), f32x4.sqrt(x))
  if (operation === Unary.ABSOLUTE) return f32x4.abs(x)
  if (operation === Unary.RECIPROCAL) return f32x4.div(f32x4.splat(1), x)
  if (operation === Unary.FLOOR) return f32x4.floor(x)
  return f32x4.ceil(x)
}

@inline
function unaryRun(operation: Unary, from: usize, to: usize, count: i32, parameter: f32): void {
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
function scalarOf(operation: Unary, x: f32): f32 {
  if (operation === Unary.EXP) return expOf(x)
  if (operation === Unary.LOG) return logOf(x)
  if (operation === Unary.TANH) return tanhOf(x)
  if (operation === Unary.SIGMOID) return sigmoidOf(x)
  if (operation === Unary.EXPM1) return expm1Of(x)
  return log1pOf(x)
}

/** to = operation(from); a task is `block` elements. */
export function unary(
  begin: i32,
  end: i32,
  _scratch: usize,
  operation: Unary,
  x: Address,
  y: Address,
  total: i32,
  block: i32,
  parameter: f32,
): void {
  const first = begin * block
  const count = min(end * block, total) - first
  const from = x + (<usize>first << 2)
  const to = y + (<usize>first << 2)
  switch (operation) {
    case Unary.RELU:
      return unaryRun(Unary.RELU, from, to, count, parameter)
    case Unary.STEP:
      return unaryRun(Unary.STEP, from, to, count, parameter)
    case Unary.NEGATE:
      return unaryRun(Unary.NEGATE, from, to, count, parameter)
    case Unary.SQUARE:
      return unaryRun(Unary.SQUARE, from, to, count, parameter)
    case Unary.SQUARE_ROOT:
      return unaryRun(Unary.SQUARE_ROOT, from, to, count, parameter)
    case Unary.RECIPROCAL_ROOT:
      return unaryRun(Unary.RECIPROCAL_ROOT, from, to, count, parameter)
    case Unary.ABSOLUTE:
      return unaryRun(Unary.ABSOLUTE, from, to, count, parameter)
    case Unary.RECIPROCAL:
      return unaryRun(Unary.RECIPROCAL, from, to, count, parameter)
    case Unary.FLOOR:
      return unaryRun(Unary.FLOOR, from, to, count, parameter)
    case Unary.CEIL:
      return unaryRun(Unary.CEIL, from, to, count, parameter)
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
  to: Address,
  total: i32,
  block: i32,
  value: f32,
): void {
  const last = min(end * block, total)
  for (let i = begin * block; i < last; i++) store<f32>(to + (<usize>i << 2), value)
}
