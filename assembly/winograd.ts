/**
 * @file Convolution with a 3x3 filter and stride 1 by Winograd's F(2x2, 3x3): 16 multiplications for 4
 * outputs instead of 36 (Lavin and Gray, arXiv 1509.09308).
 *
 * Each tile of 2x2 outputs needs 4x4 inputs d. With the filter g, y = A'[(G g G') * (B' d B)]A, where * is
 * elementwise and sums over channels, so that it becomes 16 matrix multiplications. The gradient of g
 * is the transpose of that map: G'[sum over tiles of (B' d B) * (A dy A')]G.
 */

import { RELU, relu } from './activation'
import { clearFloats } from './copy'
import { multiplyPacked, multiplyRows, packedColumnsSize, packedRowsSize, TILE } from './gemm'
import { Window, windowAt } from './window'

/**
 * The filter G g G' of one input channel a task, packed for the 16 multiplications.
 * @param turn whether to take the filter of the input's gradient: turned by 180 degrees, channels exchanged
 */
export function winogradFilter(
  begin: i32,
  end: i32,
  _scratch: usize,
  filter: usize,
  to: usize,
  inputs: i32,
  outputs: i32,
  turn: i32,
): void {
  const size = packedColumnsSize(inputs, outputs)
  for (let i = begin; i < end; i++) {
    for (let o = 0; o < outputs; o++) {
      const tap = <usize>inputs * <usize>outputs * 4
      const at = filter + (turn ? <usize>(o * inputs + i) << 2 : <usize>(i * outputs + o) << 2)
      const into = to + (<usize>(((o >> 4) * inputs + i) * 16 + (o & 15)) << 2)
      const first = turn ? at + 8 * tap : at
      const step = turn ? <usize>0 - tap : tap
      const g0 = load<f32>(first)
      const g1 = load<f32>(first + step)
      const g2 = load<f32>(first + 2 * step)
      const g3 = load<f32>(first + 3 * step)
      const g4 = load<f32>(first + 4 * step)
      const g5 = load<f32>(first + 5 * step)
      const g6 = load<f32>(first + 6 * step)
      const g7 = load<f32>(first + 7 * step)
      const g8 = load<f32>(first + 8 * step)
      storeFilterRow(into, size, g0, g1, g2)
      const s0 = (g0 + g6) * 0.5
      const s1 = (g1 + g7) * 0.5
      const s2 = (g2 + g8) * 0.5
      const h0 = g3 * 0.5
      const h1 = g4 * 0.5
      const h2 = g5 * 0.5
      storeFilterRow(into + 4 * size, size, s0 + h0, s1 + h1, s2 + h2)
      storeFilterRow(into + 8 * size, size, s0 - h0, s1 - h1, s2 - h2)
      storeFilterRow(into + 12 * size, size, g6, g7, g8)
    }
  }
}

@inline
function storeFilterRow(to: usize, size: usize, x: f32, y: f32, z: f32): void {
  const s = (x + z) * 0.5
  const h = y * 0.5
  store<f32>(to, x)
  store<f32>(to + size, s + h)
  store<f32>(to + 2 * size, s - h)
  store<f32>(to + 3 * size, z)
}

/** Writes the addresses of the 16 pixels under a tile; `zeros` stands for pixels outside the image. */
@inline
function tilePixels(to: usize, x: usize, w: Window, tile: i32, zeros: usize): void {
  const across = (w.outWidth + 1) >> 1
  const down = (w.outHeight + 1) >> 1
  const left = (tile % across) * 2 - w.left
  const top = ((tile / across) % down) * 2 - w.top
  const image = tile / (across * down)
  for (let i = 0; i < 4; i++) {
    const row = top + i
    const line = (image * w.inHeight + row) * w.inWidth
    const inRow = row >= 0 && row < w.inHeight
    for (let j = 0; j < 4; j++) {
      const column = left + j
      const inside = inRow && column >= 0 && column < w.inWidth
      store<usize>(
        to + (<usize>(4 * i + j) << 2),
        inside ? x + (<usize>(line + column) * <usize>w.inChannels << 2) : zeros,
      )
    }
  }
}

@inline
function pixel(pixels: usize, index: usize, c: usize): v128 {
  return v128.load(load<usize>(pixels + (index << 2)) + c)
}

/** B' d B of four channels: element (i, j) goes to `to + (4i + j) * size`. */
@inline
function storeInput(pixels: usize, c: usize, to: usize, size: usize): void {
  const d00 = pixel(pixels, 0, c)
  const d01 = pixel(pixels, 1, c)
  const d02 = pixel(pixels, 2, c)
  const d03 = pixel(pixels, 3, c)
  const d10 = pixel(pixels, 4, c)
  const d11 = pixel(pixels, 5, c)
  const d12 = pixel(pixels, 6, c)
  const d13 = pixel(pixels, 7, c)
  const d20 = pixel(pixels, 8, c)
  const d21 = pixel(pixels, 9, c)
  const d22 = pixel(pixels, 10, c)
  const d23 = pixel(pixels, 11, c)
  storeInputRow(
    to,
    size,
    f32x4.sub(d00, d20),
    f32x4.sub(d01, d21),
    f32x4.sub(d02, d22),
    f32x4.sub(d03, d23),
  )
  storeInputRow(
    to + 4 * size,
    size,
    f32x4.add(d10, d20),
    f32x4.add(d11, d21),
    f32x4.add(d12, d22),
    f32x4.add(d13, d23),
  )
  storeInputRow(
    to + 8 * size,
    size,
    f32x4.sub(d20, d10),
    f32x4.sub(d21, d11),
    f32x4.sub(d22, d12),
    f32x4.sub(d23, d13),
  )
  storeInputRow(
    to + 12 * size,
    size,
    f32x4.sub(d10, pixel(pixels, 12, c)),
    f32x4.sub(d11, pixel(pixels, 13, c)),
    f32x4.sub(d12, pixel(pixels, 14, c)),
    f32x4.sub(d13, pixel(pixels, 15, c)),
  )
}

@inline
function storeInputRow(to: usize, size: usize, x: v128, y: v128, z: v128, u: v128): void {
  v128.store(to, f32x4.sub(x, z))
  v128.store(to + size, f32x4.add(y, z))
  v128.store(to + 2 * size, f32x4.sub(z, y))
  v128.store(to + 3 * size, f32x4.sub(y, u))
}

/** y = activation(x * filter + bias); a task is `rows` tiles. Needs channels in fours. */
export function winograd(
  begin: i32,
  end: i32,
  scratch: usize,
  x: usize,
  packed: usize,
  y: usize,
  window: usize,
  rows: i32,
  bias: usize,
  activation: i32,
): void {
  const w = windowAt(window)
  const inputs = w.inChannels
  const outputs = w.outChannels
  const across = (w.outWidth + 1) >> 1
  const down = (w.outHeight + 1) >> 1
  const tiles = w.batch * across * down
  const inputRow = <usize>inputs << 2
  const outputRow = <usize>outputs << 2
  const pixels = scratch + TILE
  const zeros = pixels + 64
  const transformed = zeros + inputRow
  const size = <usize>rows * inputRow
  const products = transformed + 16 * size
  const productSize = <usize>rows * outputRow
  const filterSize = packedColumnsSize(inputs, outputs)
  clearFloats(zeros, inputs)
  for (let task = begin; task < end; task++) {
    const first = task * rows
    const count = min(tiles - first, rows)
    for (let t = 0; t < count; t++) {
      tilePixels(pixels, x, w, first + t, zeros)
      const into = transformed + <usize>t * inputRow
      for (let c: usize = 0; c < inputRow; c += 16) storeInput(pixels, c, into + c, size)
    }
    for (let i: usize = 0; i < 16; i++) {
      multiplyRows(
        transformed + i * size,
        inputRow,
        packed + i * filterSize,
        products + i * productSize,
        outputRow,
        count,
        outputs,
        inputs,
        false,
        scratch,
      )
    }
    for (let t = 0; t < count; t++) {
      const tile = first + t
      const column = (tile % across) * 2
      const row = ((tile / across) % down) * 2
      const image = tile / (across * down)
      const to = y + <usize>((image * w.outHeight + row) * w.outWidth + column) * outputRow
      const right = column + 1 < w.outWidth
      const below = row + 1 < w.outHeight
      const line = <usize>w.outWidth * outputRow
      const from = products + <usize>t * outputRow
      for (let c: usize = 0; c < outputRow; c += 16) {
        storeOutput(from + c, productSize, to + c, outputRow, line, right, below, bias, c, activation)
      }
    }
  }
}

@inline
function storeOutput(
  from: usize,
  size: usize,
  to: usize,
  pixelSize: usize,
  line: usize,
  right: bool,
  below: bool,
  bias: usize,
  c: usize,
  activation: i32,
): void {
  let p0 = f32x4.splat(0)
  let p1 = p0
  let q0 = p0
  let q1 = p0
  for (let i: usize = 0; i < 4; i++) {
    const m0 = v128.load(from)
    const m1 = v128.load(from + size)
    const m2 = v128.load(from + 2 * size)
    const m3 = v128.load(from + 3 * size)
    const s0 = f32x4.add(f32x4.add(m0, m1), m2)
    const s1 = f32x4.sub(f32x4.sub(m1, m2), m3)
    if (i < 3) {
      p0 = f32x4.add(p0, s0)
      p1 = f32x4.add(p1, s1)
    }
    if (i === 1) {
      q0 = s0
      q1 = s1
    } else if (i > 1) {
      q0 = f32x4.sub(q0, s0)
      q1 = f32x4.sub(q1, s1)
    }
    from += 4 * size
  }
  if (bias !== 0) {
    const b = v128.load(bias + c)
    p0 = f32x4.add(p0, b)
    p1 = f32x4.add(p1, b)
    q0 = f32x4.add(q0, b)
    q1 = f32x4.add(q1, b)
  }
  if (activation === RELU) {
    p0 = relu(p0)
    p1 = relu(p1)
    q0 = relu(q0)
    q1 = relu(q1)
  }
  v128.store(to, p0)
  if (right) v128.store(to + pixelSize, p1)
  if (below) {
    v128.store(to + line, q0)
    if (right) v128.store(to + line + pixelSize, q1)
  }
}

/** A dy A' of four channels of one tile: element (i, j) goes to `to + (4i + j) * size`. */
@inline
function storeOutputGradient(
  to: usize,
  size: usize,
  y00: v128,
  y01: v128,
  y10: v128,
  y11: v128,
): void {
  storeGradientRow(to, size, y00, y01)
  storeGradientRow(to + 4 * size, size, f32x4.add(y00, y10), f32x4.add(y01, y11))
  storeGradientRow(to + 8 * size, size, f32x4.sub(y00, y10), f32x4.sub(y01, y11))
  storeGradientRow(to + 12 * size, size, f32x4.neg(y10), f32x4.neg(y11))
}

@inline
function storeGradientRow(to: usize, size: usize, x: v128, y: v128): void {
  v128.store(to, x)
  v128.store(to + size, f32x4.add(x, y))
  v128.store(to + 2 * size, f32x4.sub(x, y))
  v128.store(to + 3 * size, f32x4.neg(y))
}

/**
 * The sum over one group of tiles of (B' d B) * (A dy A'); a task is a group, and its part [16, in, out]
 * lies at `parts + group * 64 * in * out`. Needs channels in fours.
 */
export function winogradFilterGradient(
  begin: i32,
  end: i32,
  scratch: usize,
  x: usize,
  dy: usize,
  parts: usize,
  window: usize,
  groups: i32,
  rows: i32,
): void {
  const w = windowAt(window)
  const inputs = w.inChannels
  const outputs = w.outChannels
  const across = (w.outWidth + 1) >> 1
  const down = (w.outHeight + 1) >> 1
  const tiles = w.batch * across * down
  const inputRow = <usize>inputs << 2
  const outputRow = <usize>outputs << 2
  const pixels = scratch + TILE
  const zeros = pixels + 64
  const panels = zeros + max(inputRow, outputRow)
  const panelsSize = packedRowsSize(rows, inputs)
  const columns = panels + 16 * panelsSize
  const columnsSize = packedColumnsSize(rows, outputs)
  const product = <usize>inputs * outputRow
  clearFloats(zeros, max(inputs, outputs))
  for (let group = begin; group < end; group++) {
    const part = parts + <usize>group * 16 * product
    const from = <i32>((<i64>tiles * group) / groups)
    const to = <i32>((<i64>tiles * (group + 1)) / groups)
    if (from === to) clearFloats(part, 16 * inputs * outputs)
    for (let first = from; first < to; first += rows) {
      const count = min(to - first, rows)
      for (let t = 0; t < count; t++) {
        tilePixels(pixels, x, w, first + t, zeros)
        let into = panels + (<usize>t << 4)
        for (let c: usize = 0; c < inputRow; c += 16) {
          storeInput(pixels, c, into, panelsSize)
          into += <usize>count << 4
        }
        const tile = first + t
        const column = (tile % across) * 2
        const row = ((tile / across) % down) * 2
        const image = tile / (across * down)
        const y00 = dy + <usize>((image * w.outHeight + row) * w.outWidth + column) * outputRow
        const line = y00 + <usize>w.outWidth * outputRow
        const right = column + 1 < w.outWidth
        const below = row + 1 < w.outHeight
        const y01 = right ? y00 + outputRow : zeros
        const y10 = below ? line : zeros
        const y11 = right && below ? line + outputRow : zeros
        for (let c: usize = 0; c < outputRow; c += 16) {
          const panel = (c >> 6) * (<usize>count << 6) + (<usize>t << 6) + (c & 63)
          storeOutputGradient(
            columns + panel,
            columnsSize,
            v128.load(y00 + c),
            v128.load(y01 + c),
            v128.load(y10 + c),
            v128.load(y11 + c),
          )
        }
      }
      for (let i: usize = 0; i < 16; i++) {
        multiplyPacked(
          panels + i * panelsSize,
          columns + i * columnsSize,
          part + i * product,
          outputRow,
          inputs,
          outputs,
          count,
          first > from,
          scratch,
        )
      }
    }
  }
}

/** dfilter[3, 3, in, out] = G' (sum of the parts) G; a task is `block` values of [in, out], in fours. */
export function winogradFilterSum(
  begin: i32,
  end: i32,
  scratch: usize,
  parts: usize,
  to: usize,
  count: i32,
  groups: i32,
  block: i32,
): void {
  const size = <usize>count << 2
  const last = min(end * block, count)
  for (let i = begin * block; i < last; i += 4) {
    const at = parts + (<usize>i << 2)
    for (let j: usize = 0; j < 16; j++) {
      let sum = v128.load(at + j * size)
      for (let group = 1; group < groups; group++) {
        sum = f32x4.add(sum, v128.load(at + (<usize>group * 16 + j) * size))
      }
      v128.store(scratch + (j << 4), sum)
    }
    // Columns first, in place: three rows of G' for each column j.
    for (let j: usize = 0; j < 4; j++) {
      const column = scratch + (j << 4)
      const u1 = v128.load(column, 64)
      const u2 = v128.load(column, 128)
      const half = f32x4.splat(0.5)
      const s = f32x4.mul(f32x4.add(u1, u2), half)
      v128.store(column, f32x4.add(v128.load(column), s))
      v128.store(column, f32x4.mul(f32x4.sub(u1, u2), half), 64)
      v128.store(column, f32x4.add(v128.load(column, 192), s), 128)
    }
    for (let r: usize = 0; r < 3; r++) {
      const row = scratch + (r << 6)
      const u1 = v128.load(row, 16)
      const u2 = v128.load(row, 32)
      const half = f32x4.splat(0.5)
      const s = f32x4.mul(f32x4.add(u1, u2), half)
      const into = to + (<usize>i << 2) + 3 * r * size
      v128.store(into, f32x4.add(v128.load(row), s))
      v128.store(into + size, f32x4.mul(f32x4.sub(u1, u2), half))
      v128.store(into + 2 * size, f32x4.add(v128.load(row, 48), s))
    }
  }
}
