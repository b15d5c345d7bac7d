/** @file Sums and maxima over one axis of [outer, middle, inner], in parts whose number the shape decides. */

// The codes of src/engine/portable/reduce.ts.
const SUM: i32 = 0
const MAXIMUM: i32 = 1

@inline
function start(operation: i32): f64 {
  return operation === SUM ? 0 : operation === MAXIMUM ? -Infinity : Infinity
}

@inline
function fold(operation: i32, x: v128, y: v128): v128 {
  if (operation === SUM) return f64x2.add(x, y)
  return operation === MAXIMUM ? f64x2.max(x, y) : f64x2.min(x, y)
}

@inline
function foldOne(operation: i32, x: f64, y: f64): f64 {
  if (operation === SUM) return x + y
  return operation === MAXIMUM ? max(x, y) : min(x, y)
}

/** Rows of one value each: four running results, combined in a fixed order. */
@inline
function foldRun(operation: i32, from: usize, count: i32): f64 {
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

@inline
function foldRows(operation: i32, from: usize, rows: i32, inner: i32, into: usize): void {
  for (let i = 0; i < inner; i++) store<f64>(into + (<usize>i << 3), start(operation))
  for (let row = 0; row < rows; row++) {
    let i: usize = 0
    for (; i + 4 <= <usize>inner; i += 4) {
      const x = v128.load(from + (i << 2))
      const at = into + (i << 3)
      v128.store(at, fold(operation, v128.load(at), f64x2.promote_low_f32x4(x)))
      const upper = f64x2.promote_low_f32x4(v128.shuffle<f32>(x, x, 2, 3, 2, 3))
      v128.store(at, fold(operation, v128.load(at, 16), upper), 16)
    }
    for (; i < <usize>inner; i++) {
      const at = into + (i << 3)
      store<f64>(at, foldOne(operation, load<f64>(at), <f64>load<f32>(from + (i << 2))))
    }
    from += <usize>inner << 2
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
  operation: i32,
  x: usize,
  parts: usize,
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
      if (operation === SUM) store<f64>(into, foldRun(SUM, from, rows))
      else if (operation === MAXIMUM) store<f64>(into, foldRun(MAXIMUM, from, rows))
      else store<f64>(into, foldRun(2, from, rows))
    } else {
      if (operation === SUM) foldRows(SUM, from, rows, inner, into)
      else if (operation === MAXIMUM) foldRows(MAXIMUM, from, rows, inner, into)
      else foldRows(2, from, rows, inner, into)
    }
  }
}

/** to[outer, inner] = the parts of all groups in their order, divided by `divisor`. */
export function reduceFinish(
  begin: i32,
  end: i32,
  _scratch: usize,
  operation: i32,
  parts: usize,
  to: usize,
  outer: i32,
  groups: i32,
  inner: i32,
  divisor: f64,
  block: i32,
): void {
  const last = min(end * block, outer * inner)
  for (let i = begin * block; i < last; i++) {
    let from = parts + ((<usize>(i / inner) * groups * inner + (i % inner)) << 3)
    let result = load<f64>(from)
    for (let group = 1; group < groups; group++) {
      from += <usize>inner << 3
      result = foldOne(operation, result, load<f64>(from))
    }
    store<f32>(to + (<usize>i << 2), <f32>(result / divisor))
  }
}
