/**
 * @file Matrix multiplication of blocks that fit in cache: packing, and a 2x16 tile held in registers.
 *
 * Every element of a product is the sum of its terms in the order of k, with one rounding for the
 * multiplication and one for the addition. The blocks of k depend on the shape alone, so neither the
 * other blocks nor the number of threads change a bit of a result.
 */

/** Bytes that `multiply` needs for a tile at the edge. */
export const TILE: usize = 128

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
    let i = 0
    for (; i + 4 <= width; i += 4) {
      packFourColumns(to + (<usize>i << 2), b + <usize>(j + i) * stride, stride, k)
    }
    for (; i < 16; i++) {
      let from = b + <usize>(j + i) * stride
      let into = to + (<usize>i << 2)
      for (let p = 0; p < k; p++) {
        store<f32>(into, i < width ? load<f32>(from) : 0)
        into += 64
        from += 4
      }
    }
    to += <usize>k << 6
  }
}

/** Transposes 4 rows of k values into 4 adjacent columns of a panel. */
function packFourColumns(to: usize, r0: usize, stride: usize, k: i32): void {
  let r1 = r0 + stride
  let r2 = r1 + stride
  let r3 = r2 + stride
  let p = 0
  for (; p + 4 <= k; p += 4) {
    const x0 = v128.load(r0)
    const x1 = v128.load(r1)
    const x2 = v128.load(r2)
    const x3 = v128.load(r3)
    const low01 = v128.shuffle<f32>(x0, x1, 0, 4, 1, 5)
    const high01 = v128.shuffle<f32>(x0, x1, 2, 6, 3, 7)
    const low23 = v128.shuffle<f32>(x2, x3, 0, 4, 1, 5)
    const high23 = v128.shuffle<f32>(x2, x3, 2, 6, 3, 7)
    v128.store(to, v128.shuffle<f32>(low01, low23, 0, 1, 4, 5))
    v128.store(to, v128.shuffle<f32>(low01, low23, 2, 3, 6, 7), 64)
    v128.store(to, v128.shuffle<f32>(high01, high23, 0, 1, 4, 5), 128)
    v128.store(to, v128.shuffle<f32>(high01, high23, 2, 3, 6, 7), 192)
    to += 256
    r0 += 16
    r1 += 16
    r2 += 16
    r3 += 16
  }
  for (; p < k; p++) {
    store<f32>(to, load<f32>(r0))
    store<f32>(to, load<f32>(r1), 4)
    store<f32>(to, load<f32>(r2), 8)
    store<f32>(to, load<f32>(r3), 12)
    to += 64
    r0 += 4
    r1 += 4
    r2 += 4
    r3 += 4
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

@inline
function storeRow(c: usize, x0: v128, x1: v128, x2: v128, x3: v128, accumulate: bool): void {
  if (accumulate) {
    x0 = f32x4.add(v128.load(c), x0)
    x1 = f32x4.add(v128.load(c, 16), x1)
    x2 = f32x4.add(v128.load(c, 32), x2)
    x3 = f32x4.add(v128.load(c, 48), x3)
  }
  v128.store(c, x0)
  v128.store(c, x1, 16)
  v128.store(c, x2, 32)
  v128.store(c, x3, 48)
}

/** c[2, 16] (+)= two rows of k values, `step` bytes from one to the next, times a panel of k rows. */
function tile(
  a0: usize,
  a1: usize,
  step: usize,
  b: usize,
  k: i32,
  c: usize,
  stride: usize,
  accumulate: bool,
): void {
  let c00 = f32x4.splat(0)
  let c01 = c00
  let c02 = c00
  let c03 = c00
  let c10 = c00
  let c11 = c00
  let c12 = c00
  let c13 = c00
  const end = b + (<usize>k << 6)
  while (b < end) {
    const b0 = v128.load(b)
    const b1 = v128.load(b, 16)
    const b2 = v128.load(b, 32)
    const b3 = v128.load(b, 48)
    const x = v128.load32_splat(a0)
    c00 = f32x4.add(c00, f32x4.mul(x, b0))
    c01 = f32x4.add(c01, f32x4.mul(x, b1))
    c02 = f32x4.add(c02, f32x4.mul(x, b2))
    c03 = f32x4.add(c03, f32x4.mul(x, b3))
    const y = v128.load32_splat(a1)
    c10 = f32x4.add(c10, f32x4.mul(y, b0))
    c11 = f32x4.add(c11, f32x4.mul(y, b1))
    c12 = f32x4.add(c12, f32x4.mul(y, b2))
    c13 = f32x4.add(c13, f32x4.mul(y, b3))
    a0 += step
    a1 += step
    b += 64
  }
  storeRow(c, c00, c01, c02, c03, accumulate)
  storeRow(c + stride, c10, c11, c12, c13, accumulate)
}

/** Copies (or adds) the part of a full tile that lies inside the result. */
function storeEdge(from: usize, c: usize, stride: usize, m: i32, n: i32, accumulate: bool): void {
  for (let i = 0; i < m; i++) {
    for (let j = 0; j < n; j++) {
      const to = c + <usize>i * stride + (<usize>j << 2)
      const value = load<f32>(from + (<usize>i << 6) + (<usize>j << 2))
      store<f32>(to, accumulate ? load<f32>(to) + value : value)
    }
  }
}

@inline
function tileOrEdge(
  a0: usize,
  a1: usize,
  step: usize,
  b: usize,
  k: i32,
  c: usize,
  stride: usize,
  m: i32,
  n: i32,
  accumulate: bool,
  edge: usize,
): void {
  if (m >= 2 && n >= 16) {
    tile(a0, a1, step, b, k, c, stride, accumulate)
  } else {
    tile(a0, a1, step, b, k, edge, 64, false)
    storeEdge(edge, c, stride, min(m, 2), min(n, 16), accumulate)
  }
}

/**
 * c[m, n] (+)= a[m, k] b, a in place with rows `aStride` bytes apart, b packed by columns.
 * @param edge TILE bytes of scratch
 */
export function multiplyRows(
  a: usize,
  aStride: usize,
  b: usize,
  c: usize,
  cStride: usize,
  m: i32,
  n: i32,
  k: i32,
  accumulate: bool,
  edge: usize,
): void {
  for (let j = 0; j < n; j += 16) {
    let from = a
    let to = c + (<usize>j << 2)
    for (let i = 0; i < m; i += 2) {
      const next = m - i > 1 ? from + aStride : from
      tileOrEdge(from, next, 4, b, k, to, cStride, m - i, n - j, accumulate, edge)
      from += 2 * aStride
      to += 2 * cStride
    }
    b += <usize>k << 6
  }
}

/** c[m, n] (+)= a b, a packed by rows and b by columns. */
export function multiplyPacked(
  a: usize,
  b: usize,
  c: usize,
  cStride: usize,
  m: i32,
  n: i32,
  k: i32,
  accumulate: bool,
  edge: usize,
): void {
  const panel = <usize>k << 4
  for (let j = 0; j < n; j += 16) {
    let to = c + (<usize>j << 2)
    for (let i = 0; i < m; i += 2) {
      const from = a + <usize>(i >> 2) * panel + (<usize>(i & 2) << 2)
      tileOrEdge(from, from + 4, 16, b, k, to, cStride, m - i, n - j, accumulate, edge)
      to += 2 * cStride
    }
    b += <usize>k << 6
  }
}
