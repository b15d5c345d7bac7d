/** @file Sums and maxima over one axis of [outer, middle, inner], in parts whose number depends on the shape alone. */

import { Address } from './types'


export enum Reduction {
  SUM,
  MAXIMUM,
  MINIMUM,
}

@inline
function start(operation: Reduction): f64 {
  return operation === Reduction.SUM ? 0 : operation === Reduction.MAXIMUM ? -Infinity : Infinity
}

@inline
function fold(operation: Reduction, x: v128, y: v128): v128 {
  if (operation === Reduction.SUM) return f64x2.add(x, y)
  return operation === Reduction.MAXIMUM ? f64x2.max(x, y) : f64x2.min(x, y)
}

@inline
function foldOne(operation: Reduction, x: f64, y: f64): f64 {
  if (operation === Reduction.SUM) return x + y
  return operation === Reduction.MAXIMUM ? max(x, y) : min(x, y)
}

/** Rows of one value each: four running results, combined in a fixed order. */
@inline
function foldRun(operation: Reduction, from: usize, count: i32): f64 {
  let low = f64x2.splat(start(operation))
  let high = low
  let i = 0
  for (; i + 4 <= count; i += 4) {
    const x = v128.load(from)
    low = fold(operation, low, f64x2.promote_low_f32x4(x))
    high = fold(operation, high, f64x2.promote_low_f32x4(v128.shuffle<f32>(x, x, 2, 3, 2, 3)))
    from += 16
  }
  const both = fold(operation, low, high)
  let result = foldOne(operation, f64x2.extract_lane(both, 0), f64x2.extract_lane(both, 1))
  for (; i < count; i++) {
    result = foldOne(operation, result, <f64>load<f32>(from))
    from += 4
  }
  return result
}

/** Columns of `rows` rows, eight at a time, so that their running results stay in registers. */
@inline
function foldRows(operation: Reduction, from: usize, rows: i32, inner: i32, into: usize): void {
  const stride = <usize>inner << 2
  let i = 0
  for (; i + 8 <= inner; i += 8) {
    let r0 = f64x2.splat(start(operation))
    let r1 = r0
    let r2 = r0
    let r3 = r0
    let at = from
    for (let row = 0; row < rows; row++) {
      const x = v128.load(at)
      const y = v128.load(at, 16)
      r0 = fold(operation, r0, f64x2.promote_low_f32x4(x))
      r1 = fold(operation, r1, f64x2.promote_low_f32x4(v128.shuffle<f32>(x, x, 2, 3, 2, 3)))
      r2 = fold(operation, r2, f64x2.promote_low_f32x4(y))
      r3 = fold(operation, r3, f64x2.promote_low_f32x4(v128.shuffle<f32>(y, y, 2, 3, 2, 3)))
      at += stride
    }
    v128.store(into, r0)
    v128.store(into, r1, 16)
    v128.store(into, r2, 32)
    v128.store(into, r3, 48)
    from += 32
    into += 64
  }
  for (; i < inner; i++) {
    let result = start(operation)
    let at = from
    for (let row = 0; row < rows; row++) {
      result = foldOne(operation, result, <f64>load<f32>(at))
      at += stride
    }
    store<f64>(into, result)
    from += 4
    into += 8
  }
}

/**
 * parts[outer, groups, inner] in float64: the result over the group's share of the middle axis; a task is
 * `block` of the outer * groups parts.
 */
export function reduceParts(
  begin: i32,
  end: i32,
  _scratch: usize,
  operation: Reduction,
  x: Address,
  parts: Address,
  outer: i32,
  middle: i32,
  inner: i32,
  groups: i32,
  block: i32,
): void {
  const last = min(end * block, outer * groups)
  for (let part = begin * block; part < last; part++) {
    const group = part % groups
    const first = <i32>((<i64>middle * group) / groups)
    const rows = <i32>((<i64>middle * (group + 1)) / groups) - first
    const row = <i64>(part / groups) * middle + first
    const from = x + (<usize>(row * inner) << 2)
    const into = parts + <usize>part * (<usize>inner << 3)
    if (inner === 1) {
      if (operation === Reduction.SUM) store<f64>(into, foldRun(Reduction.SUM, from, rows))
      else if (operation === Reduction.MAXIMUM) store<f64>(into, foldRun(Reduction.MAXIMUM, from, rows))
      else store<f64>(into, foldRun(Reduction.MINIMUM, from, rows))
    } else {
      if (operation === Reduction.SUM) foldRows(Reduction.SUM, from, rows, inner, into)
      else if (operation === Reduction.MAXIMUM) foldRows(Reduction.MAXIMUM, from, rows, inner, into)
      else foldRows(Reduction.MINIMUM, from, rows, inner, into)
    }
  }
}

/** to[outer, inner] = the parts of all groups in their order, divided by `divisor`. */
export function reduceFinish(
  begin: i32,
  end: i32,
  _scratch: usize,
  operation: Reduction,
  parts: Address,
  to: Address,
  outer: i32,
  groups: i32,
  inner: i32,
  divisor: f64,
  block: i32,
): void {
  const last = min(end * block, outer * inner)
  const stride = <usize>inner << 3
  let row = (begin * block) / inner
  let column = (begin * block) % inner
  for (let i = begin * block; i < last; i++) {
    let from = parts + <usize>row * <usize>groups * stride + (<usize>column << 3)
    let result = load<f64>(from)
    for (let group = 1; group < groups; group++) {
      from += stride
      result = foldOne(operation, result, load<f64>(from))
    }
    store<f32>(to + (<usize>i << 2), <f32>(result / divisor))
    if (++column === inner) {
      column = 0
      row++
    }
  }
}
