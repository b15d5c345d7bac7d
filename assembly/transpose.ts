/** @file Transposition of a matrix, four rows at a time. */

/** to[column, row] = from[row, column] for `rows` x `columns` values; strides in bytes. */
export function transpose(
  to: usize,
  toStride: usize,
  from: usize,
  fromStride: usize,
  rows: i32,
  columns: i32,
): void {
  let i = 0
  for (; i + 4 <= rows; i += 4) {
    transposeFour(to + (<usize>i << 2), toStride, from, fromStride, columns)
    from += 4 * fromStride
  }
  for (; i < rows; i++) {
    let into = to + (<usize>i << 2)
    for (let j: usize = 0; j < <usize>columns; j++) {
      store<f32>(into, load<f32>(from + (j << 2)))
      into += toStride
    }
    from += fromStride
  }
}

function transposeFour(to: usize, toStride: usize, r0: usize, stride: usize, columns: i32): void {
  let r1 = r0 + stride
  let r2 = r1 + stride
  let r3 = r2 + stride
  let j = 0
  for (; j + 4 <= columns; j += 4) {
    const x0 = v128.load(r0)
    const x1 = v128.load(r1)
    const x2 = v128.load(r2)
    const x3 = v128.load(r3)
    const low01 = v128.shuffle<f32>(x0, x1, 0, 4, 1, 5)
    const high01 = v128.shuffle<f32>(x0, x1, 2, 6, 3, 7)
    const low23 = v128.shuffle<f32>(x2, x3, 0, 4, 1, 5)
    const high23 = v128.shuffle<f32>(x2, x3, 2, 6, 3, 7)
    v128.store(to, v128.shuffle<f32>(low01, low23, 0, 1, 4, 5))
    v128.store(to + toStride, v128.shuffle<f32>(low01, low23, 2, 3, 6, 7))
    v128.store(to + 2 * toStride, v128.shuffle<f32>(high01, high23, 0, 1, 4, 5))
    v128.store(to + 3 * toStride, v128.shuffle<f32>(high01, high23, 2, 3, 6, 7))
    to += 4 * toStride
    r0 += 16
    r1 += 16
    r2 += 16
    r3 += 16
  }
  for (; j < columns; j++) {
    store<f32>(to, load<f32>(r0))
    store<f32>(to, load<f32>(r1), 4)
    store<f32>(to, load<f32>(r2), 8)
    store<f32>(to, load<f32>(r3), 12)
    to += toStride
    r0 += 4
    r1 += 4
    r2 += 4
    r3 += 4
  }
}
