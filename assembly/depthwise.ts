/**
 * @file Depthwise convolution and its two gradients: each input channel by itself, times `multiplier` filters.
 *
 * Products and sums are computed in float64 in the order of TensorFlow.js' cpu backend, so the bits are the same.
 */

import { Address } from './types'
import { Window, windowAt } from './window'

/** sums[c] += a[c / multiplier] * b[c] in float64, for `channels` values of b. */
@inline
function addProducts(sums: usize, a: usize, b: usize, channels: i32, multiplier: i32): void {
  let c = 0
  if (multiplier === 1) {
    for (; c + 2 <= channels; c += 2) {
      const x = f64x2.promote_low_f32x4(v128.load64_zero(a + (<usize>c << 2)))
      const y = f64x2.promote_low_f32x4(v128.load64_zero(b + (<usize>c << 2)))
      const to = sums + (<usize>c << 3)
      v128.store(to, f64x2.add(v128.load(to), f64x2.mul(x, y)))
    }
  }
  for (; c < channels; c++) {
    const x = <f64>load<f32>(a + (<usize>(c / multiplier) << 2))
    const to = sums + (<usize>c << 3)
    store<f64>(to, load<f64>(to) + x * <f64>load<f32>(b + (<usize>c << 2)))
  }
}

/** y[c] += x[c / multiplier] * filter[c], rounded to float32 after each tap. */
@inline
function addTap(y: usize, x: usize, filter: usize, channels: i32, multiplier: i32): void {
  let c = 0
  if (multiplier === 1) {
    for (; c + 2 <= channels; c += 2) {
      const at = <usize>c << 2
      const a = f64x2.promote_low_f32x4(v128.load64_zero(x + at))
      const b = f64x2.promote_low_f32x4(v128.load64_zero(filter + at))
      const sum = f64x2.add(f64x2.promote_low_f32x4(v128.load64_zero(y + at)), f64x2.mul(a, b))
      v128.store64_lane(y + at, f32x4.demote_f64x2_zero(sum), 0)
    }
  }
  for (; c < channels; c++) {
    const a = <f64>load<f32>(x + (<usize>(c / multiplier) << 2))
    const b = <f64>load<f32>(filter + (<usize>c << 2))
    const to = y + (<usize>c << 2)
    store<f32>(to, <f32>(<f64>load<f32>(to) + a * b))
  }
}

/** Index of a pixel of the input, or -1 outside the image. */
@inline
function inputPixel(w: Window, image: i32, row: i32, column: i32): i32 {
  if (row < 0 || row >= w.inHeight || column < 0 || column >= w.inWidth) return -1
  return (image * w.inHeight + row) * w.inWidth + column
}

/** y of x and filter [height, width, in, multiplier]; a task is a row of an image. */
export function depthwise(
  begin: i32,
  end: i32,
  _scratch: usize,
  x: Address,
  filter: Address,
  y: Address,
  window: Address,
): void {
  const w = windowAt(window)
  const channels = w.outChannels
  const multiplier = channels / w.inChannels
  for (let task = begin; task < end; task++) {
    const image = task / w.outHeight
    const top = (task % w.outHeight) * w.strideHeight - w.top
    const line = y + <usize>task * <usize>w.outWidth * (<usize>channels << 2)
    memory.fill(line, 0, <usize>w.outWidth * (<usize>channels << 2))
    for (let column = 0; column < w.outWidth; column++) {
      const left = column * w.strideWidth - w.left
      const to = line + <usize>column * (<usize>channels << 2)
      for (let i = 0; i < w.height; i++) {
        for (let j = 0; j < w.width; j++) {
          const pixel = inputPixel(w, image, top + i * w.dilationHeight, left + j * w.dilationWidth)
          if (pixel < 0) continue
          const from = x + <usize>pixel * (<usize>w.inChannels << 2)
          const tap = filter + <usize>(i * w.width + j) * (<usize>channels << 2)
          addTap(to, from, tap, channels, multiplier)
        }
      }
    }
  }
}

/** dx of dy; a task is a row of an image, `scratch` holds a float64 for each output channel. */
export function depthwiseInputGradient(
  begin: i32,
  end: i32,
  scratch: usize,
  dy: Address,
  filter: Address,
  dx: Address,
  window: Address,
): void {
  const w = windowAt(window)
  const channels = w.outChannels
  const multiplier = channels / w.inChannels
  const pixelSize = <usize>channels << 2
  for (let task = begin; task < end; task++) {
    const image = task / w.inHeight
    const down = (task % w.inHeight) + w.top
    for (let column = 0; column < w.inWidth; column++) {
      const across = column + w.left
      const to = dx + (<usize>(task * w.inWidth + column) * <usize>w.inChannels << 2)
      memory.fill(scratch, 0, <usize>w.inChannels << 3)
      for (let row = max(0, (down - w.height + w.strideHeight) / w.strideHeight); row < w.outHeight; row++) {
        const i = down - row * w.strideHeight
        if (i < 0) break
        if (i >= w.height) continue
        for (let c = max(0, (across - w.width + w.strideWidth) / w.strideWidth); c < w.outWidth; c++) {
          const j = across - c * w.strideWidth
          if (j < 0) break
          if (j >= w.width) continue
          const from = dy + <usize>((image * w.outHeight + row) * w.outWidth + c) * pixelSize
          const tap = filter + <usize>(i * w.width + j) * pixelSize
          if (multiplier === 1) addProducts(scratch, from, tap, channels, 1)
          else addGroups(scratch, from, tap, w.inChannels, multiplier)
        }
      }
      for (let c = 0; c < w.inChannels; c++) {
        store<f32>(to + (<usize>c << 2), <f32>load<f64>(scratch + (<usize>c << 3)))
      }
    }
  }
}

/** sums[c] += the products of its `multiplier` values of a and b, one after the other. */
function addGroups(sums: usize, a: usize, b: usize, channels: i32, multiplier: i32): void {
  for (let c = 0; c < channels; c++) {
    let sum = load<f64>(sums + (<usize>c << 3))
    for (let q = 0; q < multiplier; q++) {
      sum += <f64>load<f32>(a) * <f64>load<f32>(b)
      a += 4
      b += 4
    }
    store<f64>(sums + (<usize>c << 3), sum)
  }
}

/** dfilter of x and dy; a task is a tap, `scratch` holds a float64 for each output channel. */
export function depthwiseFilterGradient(
  begin: i32,
  end: i32,
  scratch: usize,
  x: Address,
  dy: Address,
  dFilter: Address,
  window: Address,
): void {
  const w = windowAt(window)
  const channels = w.outChannels
  const multiplier = channels / w.inChannels
  const positions = w.batch * w.outHeight * w.outWidth
  for (let task = begin; task < end; task++) {
    const i = task / w.width - w.top
    const j = (task % w.width) - w.left
    memory.fill(scratch, 0, <usize>channels << 3)
    for (let position = 0; position < positions; position++) {
      const row = (position / w.outWidth) % w.outHeight
      const column = position % w.outWidth
      const image = position / (w.outHeight * w.outWidth)
      const pixel = inputPixel(w, image, row * w.strideHeight + i, column * w.strideWidth + j)
      if (pixel < 0) continue
      const from = x + <usize>pixel * (<usize>w.inChannels << 2)
      addProducts(scratch, from, dy + <usize>position * (<usize>channels << 2), channels, multiplier)
    }
    const to = dFilter + <usize>task * (<usize>channels << 2)
    for (let c = 0; c < channels; c++) {
      store<f32>(to + (<usize>c << 2), <f32>load<f64>(scratch + (<usize>c << 3)))
    }
  }
}
