/** @file Matrices packed into panels: 16 columns of the right one, 4 rows of the left one if it is transposed. */

import { clearFloats } from './copy'
import { transpose } from './transpose'

/** Bytes of [k, n] packed into panels of 16 columns, the last one filled up with zeros. */
export function packedColumnsSize(k: i32, n: i32): usize {
  return <usize>((n + 15) >> 4) * <usize>k * 64
}

/** Bytes of [k, m] packed into panels of 4 rows, the last one filled up with zeros. */
export function packedRowsSize(k: i32, m: i32): usize {
  return <usize>((m + 3) >> 2) * <usize>k * 16
}

/** Packs b, stored [k, n], into panels of 16 columns: panel j holds k rows of columns 16j to 16j + 15. */
export function packColumns(to: usize, b: usize, stride: usize, k: i32, n: i32): void {
  for (let j = 0; j < n; j += 16) {
    let from = b + (<usize>j << 2)
    const width = n - j
    for (let p = 0; p < k; p++) {
      if (width >= 16) {
        v128.store(to, v128.load(from))
        v128.store(to, v128.load(from, 16), 16)
        v128.store(to, v128.load(from, 32), 32)
        v128.store(to, v128.load(from, 48), 48)
      } else {
        for (let i = 0; i < 16; i++) {
          store<f32>(to + (<usize>i << 2), i < width ? load<f32>(from + (<usize>i << 2)) : 0)
        }
      }
      to += 64
      from += stride
    }
  }
}

/** Packs b, stored transposed as [n, k], into panels of 16 columns. */
export function packColumnsTransposed(to: usize, b: usize, stride: usize, k: i32, n: i32): void {
  for (let j = 0; j < n; j += 16) {
    const width = min(n - j, 16)
    transpose(to, 64, b + <usize>j * stride, stride, width, k)
    if (width < 16) {
      const rest = to + (<usize>width << 2)
      for (let p = 0; p < k; p++) clearFloats(rest + (<usize>p << 6), 16 - width)
    }
    to += <usize>k << 6
  }
}

/** Packs a, stored transposed as [k, m], into panels of 4 rows: panel i holds k columns of rows 4i to 4i + 3. */
export function packRowsTransposed(to: usize, a: usize, stride: usize, k: i32, m: i32): void {
  const panel = <usize>k << 4
  let i = 0
  for (; i + 16 <= m; i += 16) {
    let from = a + (<usize>i << 2)
    let into = to
    for (let p = 0; p < k; p++) {
      v128.store(into, v128.load(from))
      v128.store(into + panel, v128.load(from, 16))
      v128.store(into + 2 * panel, v128.load(from, 32))
      v128.store(into + 3 * panel, v128.load(from, 48))
      into += 16
      from += stride
    }
    to += 4 * panel
  }
  for (; i < m; i += 4) {
    let from = a + (<usize>i << 2)
    const height = m - i
    for (let p = 0; p < k; p++) {
      if (height >= 4) v128.store(to, v128.load(from))
      else {
        for (let r = 0; r < 4; r++) {
          store<f32>(to + (<usize>r << 2), r < height ? load<f32>(from + (<usize>r << 2)) : 0)
        }
      }
      to += 16
      from += stride
    }
  }
}
