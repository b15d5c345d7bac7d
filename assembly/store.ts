/** @file Storing of a product's tiles in its result, whole or at the edge. */

/** Bytes that a product needs for a tile at the edge. */
export const TILE: usize = 128

@inline
export function storeRow(c: usize, x0: v128, x1: v128, x2: v128, x3: v128, accumulate: bool): void {
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

/** Copies (or adds) the part of a full tile that lies inside the result. */
export function storeEdge(from: usize, c: usize, stride: usize, m: i32, n: i32, accumulate: bool): void {
  for (let i = 0; i < m; i++) {
    for (let j = 0; j < n; j++) {
      const to = c + <usize>i * stride + (<usize>j << 2)
      const value = load<f32>(from + (<usize>i << 6) + (<usize>j << 2))
      store<f32>(to, accumulate ? load<f32>(to) + value : value)
    }
  }
}
