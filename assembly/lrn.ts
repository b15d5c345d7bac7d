/** @file Local response normalisation across channels, y = x * (bias + alpha * sum of squares)^-beta, and its gradient. */

import { clearFloats } from './copy'
import { powOf } from './functions'
import { Address } from './types'

/** Sum of a row around each of four channels; the row has `radius` zeros on each side. */
@inline
function around(at: usize, radius: i32): v128 {
  let sum = v128.load(at - (<usize>radius << 2))
  for (let d = 1 - radius; d <= radius; d++) {
    sum = f32x4.add(sum, v128.load(at + (<usize>d << 2)))
  }
  return sum
}

@inline
function powerOf(norm: v128, beta: f32): v128 {
  if (beta === 0.75) {
    const root = f32x4.sqrt(norm)
    return f32x4.div(f32x4.splat(1), f32x4.mul(root, f32x4.sqrt(root)))
  }
  let result = norm
  result = f32x4.replace_lane(result, 0, powOf(f32x4.extract_lane(norm, 0), -beta))
  result = f32x4.replace_lane(result, 1, powOf(f32x4.extract_lane(norm, 1), -beta))
  result = f32x4.replace_lane(result, 2, powOf(f32x4.extract_lane(norm, 2), -beta))
  return f32x4.replace_lane(result, 3, powOf(f32x4.extract_lane(norm, 3), -beta))
}

@inline
function loadUpTo4(at: usize, count: i32): v128 {
  if (count >= 4) return v128.load(at)
  let x = f32x4.splat(0)
  x = f32x4.replace_lane(x, 0, load<f32>(at))
  if (count > 1) x = f32x4.replace_lane(x, 1, load<f32>(at, 4))
  if (count > 2) x = f32x4.replace_lane(x, 2, load<f32>(at, 8))
  return x
}

@inline
function storeUpTo4(at: usize, x: v128, count: i32): void {
  if (count >= 4) v128.store(at, x)
  else {
    store<f32>(at, f32x4.extract_lane(x, 0))
    if (count > 1) store<f32>(at, f32x4.extract_lane(x, 1), 4)
    if (count > 2) store<f32>(at, f32x4.extract_lane(x, 2), 8)
  }
}

/** A task is `block` pixels. Scratch: two rows of channels + 2 * radius + 8 values. */
export function lrn(
  begin: i32,
  end: i32,
  scratch: usize,
  x: Address,
  y: Address,
  pixels: i32,
  channels: i32,
  radius: i32,
  bias: f32,
  alpha: f32,
  beta: f32,
  block: i32,
): void {
  const last = min(end * block, pixels)
  const squares = scratch + (<usize>radius << 2)
  clearFloats(scratch, channels + 2 * radius + 8)
  for (let pixel = begin * block; pixel < last; pixel++) {
    const offset = <usize>pixel * (<usize>channels << 2)
    for (let c = 0; c < channels; c += 4) {
      const value = loadUpTo4(x + offset + (<usize>c << 2), channels - c)
      storeUpTo4(squares + (<usize>c << 2), f32x4.mul(value, value), channels - c)
    }
    for (let c = 0; c < channels; c += 4) {
      const at = <usize>c << 2
      const sum = around(squares + at, radius)
      const norm = f32x4.add(f32x4.splat(bias), f32x4.mul(f32x4.splat(alpha), sum))
      const value = loadUpTo4(x + offset + at, channels - c)
      storeUpTo4(y + offset + at, f32x4.mul(value, powerOf(norm, beta)), channels - c)
    }
  }
}

/** dx = dy * norm^-beta - 2 alpha beta x * (sum of dy * y / norm around each channel). */
export function lrnGradient(
  begin: i32,
  end: i32,
  scratch: usize,
  x: Address,
  y: Address,
  dy: Address,
  dx: Address,
  pixels: i32,
  channels: i32,
  radius: i32,
  bias: f32,
  alpha: f32,
  beta: f32,
  block: i32,
): void {
  const last = min(end * block, pixels)
  const width = channels + 2 * radius + 8
  const squares = scratch + (<usize>radius << 2)
  const quotients = squares + (<usize>width << 2)
  const factor = f32x4.splat(-2 * alpha * beta)
  clearFloats(scratch, 2 * width)
  for (let pixel = begin * block; pixel < last; pixel++) {
    const offset = <usize>pixel * (<usize>channels << 2)
    for (let c = 0; c < channels; c += 4) {
      const value = loadUpTo4(x + offset + (<usize>c << 2), channels - c)
      storeUpTo4(squares + (<usize>c << 2), f32x4.mul(value, value), channels - c)
    }
    for (let c = 0; c < channels; c += 4) {
      const at = <usize>c << 2
      const sum = around(squares + at, radius)
      const norm = f32x4.add(f32x4.splat(bias), f32x4.mul(f32x4.splat(alpha), sum))
      const gradient = loadUpTo4(dy + offset + at, channels - c)
      const product = f32x4.mul(gradient, loadUpTo4(y + offset + at, channels - c))
      storeUpTo4(quotients + at, f32x4.div(product, norm), channels - c)
      storeUpTo4(dx + offset + at, f32x4.mul(gradient, powerOf(norm, beta)), channels - c)
    }
    for (let c = 0; c < channels; c += 4) {
      const at = <usize>c << 2
      const to = dx + offset + at
      const value = loadUpTo4(x + offset + at, channels - c)
      const spread = f32x4.mul(f32x4.mul(factor, value), around(quotients + at, radius))
      storeUpTo4(to, f32x4.add(loadUpTo4(to, channels - c), spread), channels - c)
    }
  }
}
