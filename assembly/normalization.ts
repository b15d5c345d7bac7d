/**
 * @file Batch normalisation of [rows, channels] with the statistics of the batch: one pass over x for the
 * statistics, one for the result; the gradient likewise.
 */

import { Address } from './types'


/** Adds x and x * y of each row to the float64 sums at `into` and `into + 8 * channels`. */
@inline
function addMoments(x: usize, y: usize, rows: i32, channels: i32, into: usize): void {
  const second = into + (<usize>channels << 3)
  for (let i = 0; i < 2 * channels; i++) store<f64>(into + (<usize>i << 3), 0)
  for (let row = 0; row < rows; row++) {
    let c: usize = 0
    for (; c + 4 <= <usize>channels; c += 4) {
      const u = v128.load(x + (c << 2))
      const v = v128.load(y + (c << 2))
      const at = into + (c << 3)
      const to = second + (c << 3)
      const low = f64x2.promote_low_f32x4(u)
      const high = f64x2.promote_low_f32x4(v128.shuffle<f32>(u, u, 2, 3, 2, 3))
      const lowV = f64x2.promote_low_f32x4(v)
      const highV = f64x2.promote_low_f32x4(v128.shuffle<f32>(v, v, 2, 3, 2, 3))
      v128.store(at, f64x2.add(v128.load(at), low))
      v128.store(at, f64x2.add(v128.load(at, 16), high), 16)
      v128.store(to, f64x2.add(v128.load(to), f64x2.mul(low, lowV)))
      v128.store(to, f64x2.add(v128.load(to, 16), f64x2.mul(high, highV)), 16)
    }
    for (; c < <usize>channels; c++) {
      const u = <f64>load<f32>(x + (c << 2))
      const at = into + (c << 3)
      const to = second + (c << 3)
      store<f64>(at, load<f64>(at) + u)
      store<f64>(to, load<f64>(to) + u * <f64>load<f32>(y + (c << 2)))
    }
    x += <usize>channels << 2
    y += <usize>channels << 2
  }
}

/** parts[groups, 2, channels] in float64: sums of x and x * y over each group of rows; a task is a group. */
export function momentParts(
  begin: i32,
  end: i32,
  _scratch: usize,
  x: Address,
  y: Address,
  parts: Address,
  rows: i32,
  channels: i32,
  groups: i32,
): void {
  for (let group = begin; group < end; group++) {
    const first = <i32>((<i64>rows * group) / groups)
    const count = <i32>((<i64>rows * (group + 1)) / groups) - first
    const offset = <usize>first * (<usize>channels << 2)
    addMoments(x + offset, y + offset, count, channels, parts + (<usize>(group * channels) << 4))
  }
}

/** The sum over groups of part i. */
@inline
function total(parts: usize, i: i32, channels: i32, groups: i32): f64 {
  let sum: f64 = 0
  for (let group = 0; group < groups; group++) {
    sum += load<f64>(parts + (<usize>(2 * group * channels + i) << 3))
  }
  return sum
}

/** mean, variance, and 1 / sqrt(variance + epsilon) of each channel, from sums of x and x * x. */
export function momentsOf(
  begin: i32,
  _end: i32,
  _scratch: usize,
  parts: Address,
  rows: i32,
  channels: i32,
  groups: i32,
  epsilon: f64,
  mean: Address,
  variance: Address,
  reciprocal: Address,
): void {
  for (let c = begin; c < channels; c++) {
    const at = <usize>c << 2
    const average = total(parts, c, channels, groups) / <f64>rows
    const square = total(parts, channels + c, channels, groups) / <f64>rows
    const spread = max(square - average * average, 0)
    store<f32>(mean + at, <f32>average)
    store<f32>(variance + at, <f32>spread)
    store<f32>(reciprocal + at, <f32>(1 / sqrt(spread + epsilon)))
  }
}

/** y = (x - mean) * reciprocal * scale + offset; scale may be 0 for one; a task is `block` rows. */
export function normalize(
  begin: i32,
  end: i32,
  _scratch: usize,
  x: Address,
  y: Address,
  rows: i32,
  channels: i32,
  mean: Address,
  reciprocal: Address,
  scale: Address,
  offset: Address,
  block: i32,
): void {
  const last = min(end * block, rows)
  const row = <usize>channels << 2
  const four = row & ~15
  for (let i = begin * block; i < last; i++) {
    const from = x + <usize>i * row
    const to = y + <usize>i * row
    let c: usize = 0
    for (; c < four; c += 16) {
      let factor = v128.load(reciprocal + c)
      if (scale !== 0) factor = f32x4.mul(factor, v128.load(scale + c))
      const centred = f32x4.sub(v128.load(from + c), v128.load(mean + c))
      v128.store(to + c, f32x4.add(f32x4.mul(centred, factor), v128.load(offset + c)))
    }
    for (; c < row; c += 4) {
      let factor = load<f32>(reciprocal + c)
      if (scale !== 0) factor *= load<f32>(scale + c)
      store<f32>(to + c, (load<f32>(from + c) - load<f32>(mean + c)) * factor + load<f32>(offset + c))
    }
  }
}

/**
 * From sums of dy and dy * x: doffset, dscale, and the three numbers of each channel with which
 * dx = p * dy + q * x + r.
 */
export function normalizeGradients(
  begin: i32,
  _end: i32,
  _scratch: usize,
  parts: Address,
  rows: i32,
  channels: i32,
  groups: i32,
  mean: Address,
  reciprocal: Address,
  scale: Address,
  dOffset: Address,
  dScale: Address,
  coefficients: Address,
): void {
  for (let c = begin; c < channels; c++) {
    const at = <usize>c << 2
    const average = <f64>load<f32>(mean + at)
    const r = <f64>load<f32>(reciprocal + at)
    const gamma: f64 = scale === 0 ? 1 : <f64>load<f32>(scale + at)
    const sum = total(parts, c, channels, groups)
    const slope = (total(parts, channels + c, channels, groups) - average * sum) * r
    store<f32>(dOffset + at, <f32>sum)
    store<f32>(dScale + at, <f32>slope)
    const p = gamma * r
    const q = (-p * r * slope) / <f64>rows
    store<f32>(coefficients + at, <f32>p)
    store<f32>(coefficients + at + (<usize>channels << 2), <f32>q)
    store<f32>(coefficients + at + (<usize>channels << 3), <f32>(-p * (sum / <f64>rows)))
  }
}

/** dx = p * dy + q * (x - mean) + r; a task is `block` rows. */
export function normalizeInputGradient(
  begin: i32,
  end: i32,
  _scratch: usize,
  dy: Address,
  x: Address,
  dx: Address,
  rows: i32,
  channels: i32,
  mean: Address,
  coefficients: Address,
  block: i32,
): void {
  const last = min(end * block, rows)
  const row = <usize>channels << 2
  const four = row & ~15
  for (let i = begin * block; i < last; i++) {
    const at = <usize>i * row
    let c: usize = 0
    for (; c < four; c += 16) {
      const p = v128.load(coefficients + c)
      const q = v128.load(coefficients + c + row)
      const r = v128.load(coefficients + c + 2 * row)
      const centred = f32x4.sub(v128.load(x + at + c), v128.load(mean + c))
      const direct = f32x4.mul(p, v128.load(dy + at + c))
      v128.store(dx + at + c, f32x4.add(f32x4.add(direct, f32x4.mul(q, centred)), r))
    }
    for (; c < row; c += 4) {
      const centred = load<f32>(x + at + c) - load<f32>(mean + c)
      const direct = load<f32>(coefficients + c) * load<f32>(dy + at + c)
      const second = load<f32>(coefficients + c + row) * centred
      store<f32>(dx + at + c, direct + second + load<f32>(coefficients + c + 2 * row))
    }
  }
}
