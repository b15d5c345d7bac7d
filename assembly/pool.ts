/** @file Pooling over windows, and its gradients; a task is an image. */

import { clearFloats } from './copy'
import { Address } from './types'
import { windowAt } from './window'

export enum Pooling {
  MAXIMUM,
  MEAN,
}

/** The part of a window that lies inside an axis: from `first` to `last`, as indices of the window. */
@inline
function firstInside(corner: i32, dilation: i32): i32 {
  return corner >= 0 ? 0 : (dilation - 1 - corner) / dilation
}

/** y = the maximum (or mean, padding not counted) of each window. */
export function pool(
  begin: i32,
  end: i32,
  _scratch: usize,
  operation: Pooling,
  x: Address,
  y: Address,
  window: Address,
): void {
  const w = windowAt(window)
  const row = <usize>w.inChannels << 2
  const four = row & ~15
  for (let image = begin; image < end; image++) {
    const from = x + <usize>(image * w.inHeight * w.inWidth) * row
    let to = y + <usize>(image * w.outHeight * w.outWidth) * row
    for (let i = 0; i < w.outHeight; i++) {
      const top = i * w.strideHeight - w.top
      for (let j = 0; j < w.outWidth; j++) {
        const left = j * w.strideWidth - w.left
        const firstRow = firstInside(top, w.dilationHeight)
        const firstColumn = firstInside(left, w.dilationWidth)
        let c: usize = 0
        if (operation === Pooling.MAXIMUM) {
          for (; c + 64 <= row; c += 64) {
            let m0 = f32x4.splat(-Infinity)
            let m1 = m0
            let m2 = m0
            let m3 = m0
            for (let p = firstRow; p < w.height; p++) {
              const inRow = top + p * w.dilationHeight
              if (inRow >= w.inHeight) break
              for (let q = firstColumn; q < w.width; q++) {
                const column = left + q * w.dilationWidth
                if (column >= w.inWidth) break
                const at = from + <usize>(inRow * w.inWidth + column) * row + c
                m0 = f32x4.pmax(m0, v128.load(at))
                m1 = f32x4.pmax(m1, v128.load(at, 16))
                m2 = f32x4.pmax(m2, v128.load(at, 32))
                m3 = f32x4.pmax(m3, v128.load(at, 48))
              }
            }
            v128.store(to + c, m0)
            v128.store(to + c, m1, 16)
            v128.store(to + c, m2, 32)
            v128.store(to + c, m3, 48)
          }
        }
        for (; c < row; c += c < four ? 16 : 4) {
          let result = operation === Pooling.MAXIMUM ? f32x4.splat(-Infinity) : f32x4.splat(0)
          let count = 0
          for (let p = firstRow; p < w.height; p++) {
            const inRow = top + p * w.dilationHeight
            if (inRow >= w.inHeight) break
            for (let q = firstColumn; q < w.width; q++) {
              const column = left + q * w.dilationWidth
              if (column >= w.inWidth) break
              const at = from + <usize>(inRow * w.inWidth + column) * row + c
              const value = c < four ? v128.load(at) : v128.load32_splat(at)
              if (operation === Pooling.MAXIMUM) {
                result = f32x4.pmax(result, value)
              } else {
                result = f32x4.add(result, value)
                count++
              }
            }
          }
          if (operation !== Pooling.MAXIMUM) result = f32x4.div(result, f32x4.splat(<f32>count))
          if (c < four) v128.store(to + c, result)
          else store<f32>(to + c, f32x4.extract_lane(result, 0))
        }
        to += row
      }
    }
  }
}

/** Adds the gradient where x is the maximum and the lane is open; returns the lanes that stay open. */
@inline
function give(dx: usize, x: usize, maximum: usize, gradient: usize, open: v128): v128 {
  const met = v128.and(open, f32x4.eq(v128.load(x), v128.load(maximum)))
  const share = v128.and(v128.load(gradient), met)
  v128.store(dx, f32x4.add(v128.load(dx), share))
  return v128.andnot(open, met)
}

/** dx of a maximum: dy goes to the first place in the window that holds the maximum y. */
export function maxPoolGradient(
  begin: i32,
  end: i32,
  _scratch: usize,
  dy: Address,
  x: Address,
  y: Address,
  dx: Address,
  window: Address,
): void {
  const w = windowAt(window)
  const row = <usize>w.inChannels << 2
  const four = row & ~15
  const zero = f32x4.splat(0)
  for (let image = begin; image < end; image++) {
    const inSize = w.inHeight * w.inWidth
    const from = x + <usize>(image * inSize) * row
    const to = dx + <usize>(image * inSize) * row
    let output = <usize>(image * w.outHeight * w.outWidth) * row
    clearFloats(to, inSize * w.inChannels)
    for (let i = 0; i < w.outHeight; i++) {
      const top = i * w.strideHeight - w.top
      for (let j = 0; j < w.outWidth; j++) {
        const left = j * w.strideWidth - w.left
        const firstRow = firstInside(top, w.dilationHeight)
        const firstColumn = firstInside(left, w.dilationWidth)
        let c: usize = 0
        for (; c + 64 <= row; c += 64) {
          // Lanes whose maximum has not been found yet.
          let open0 = i32x4.splat(-1)
          let open1 = open0
          let open2 = open0
          let open3 = open0
          const maximum = y + output + c
          const gradient = dy + output + c
          for (let p = firstRow; p < w.height; p++) {
            const inRow = top + p * w.dilationHeight
            if (inRow >= w.inHeight) break
            for (let q = firstColumn; q < w.width; q++) {
              const column = left + q * w.dilationWidth
              if (column >= w.inWidth) break
              const offset = <usize>(inRow * w.inWidth + column) * row + c
              open0 = give(to + offset, from + offset, maximum, gradient, open0)
              open1 = give(to + offset + 16, from + offset + 16, maximum + 16, gradient + 16, open1)
              open2 = give(to + offset + 32, from + offset + 32, maximum + 32, gradient + 32, open2)
              open3 = give(to + offset + 48, from + offset + 48, maximum + 48, gradient + 48, open3)
            }
          }
        }
        for (; c < row; c += c < four ? 16 : 4) {
          const vector = c < four
          const maximum = vector ? v128.load(y + output + c) : v128.load32_splat(y + output + c)
          const gradient = vector ? v128.load(dy + output + c) : v128.load32_splat(dy + output + c)
          // Lanes whose maximum has not been found yet.
          let open = i32x4.splat(-1)
          for (let p = firstRow; p < w.height; p++) {
            const inRow = top + p * w.dilationHeight
            if (inRow >= w.inHeight) break
            for (let q = firstColumn; q < w.width; q++) {
              const column = left + q * w.dilationWidth
              if (column >= w.inWidth) break
              const offset = <usize>(inRow * w.inWidth + column) * row + c
              const value = vector ? v128.load(from + offset) : v128.load32_splat(from + offset)
              const met = v128.and(open, f32x4.eq(value, maximum))
              open = v128.andnot(open, met)
              const share = v128.bitselect(gradient, zero, met)
              const at = to + offset
              if (vector) v128.store(at, f32x4.add(v128.load(at), share))
              else store<f32>(at, load<f32>(at) + f32x4.extract_lane(share, 0))
            }
          }
        }
        output += row
      }
    }
  }
}

/** dx of a mean: dy / (window size) everywhere in the window, as in TensorFlow.js. */
export function meanPoolGradient(
  begin: i32,
  end: i32,
  _scratch: usize,
  dy: Address,
  dx: Address,
  window: Address,
): void {
  const w = windowAt(window)
  const row = <usize>w.inChannels << 2
  const share: f32 = 1 / <f32>(w.height * w.width)
  for (let image = begin; image < end; image++) {
    const inSize = w.inHeight * w.inWidth
    const to = dx + <usize>(image * inSize) * row
    let from = dy + <usize>(image * w.outHeight * w.outWidth) * row
    clearFloats(to, inSize * w.inChannels)
    for (let i = 0; i < w.outHeight; i++) {
      const top = i * w.strideHeight - w.top
      for (let j = 0; j < w.outWidth; j++) {
        const left = j * w.strideWidth - w.left
        for (let p = firstInside(top, w.dilationHeight); p < w.height; p++) {
          const inRow = top + p * w.dilationHeight
          if (inRow >= w.inHeight) break
          for (let q = firstInside(left, w.dilationWidth); q < w.width; q++) {
            const column = left + q * w.dilationWidth
            if (column >= w.inWidth) break
            const at = to + <usize>(inRow * w.inWidth + column) * row
            for (let c: usize = 0; c < row; c += 4) {
              store<f32>(at + c, load<f32>(at + c) + load<f32>(from + c) * share)
            }
          }
        }
        from += row
      }
    }
  }
}
