/** @file A kernel's symmetric Gram matrix as tiles on the engine's device, of which only half are kept. */

import type { Tensor, Tensor2D } from '@tensorflow/tfjs-core'
import type { TensorFlow } from '../../engine/engine.js'

/** Rows of a tile: large enough for fast products, small enough to hold several at once. */
export const tileSize = 4000

export class GramMatrix {
  readonly #tf: TensorFlow
  /** tiles[i][j] for j <= i, each [rows of i, rows of j]. */
  readonly #tiles: Tensor2D[][]
  readonly size: number

  constructor(tf: TensorFlow, tiles: Tensor2D[][], size: number) {
    this.#tf = tf
    this.#tiles = tiles
    this.size = size
  }

  /**
   * Computes K v, with each tile's product in single precision and their sum in double precision.
   * @param v [size, columns]
   */
  async multiply(v: Float64Array, columns: number): Promise<Float64Array> {
    const tf = this.#tf
    const result = new Float64Array(v.length)
    const parts = this.#tiles.map((_, index) => toDevice(tf, v, rowsOf(this.size, index), columns))
    for (const [i, row] of this.#tiles.entries()) {
      for (const [j, tile] of row.entries()) {
        const [left, right] = [parts[i], parts[j]] as [Tensor2D, Tensor2D]
        addRows(result, i, columns, await taken(tf.matMul(tile, right)))
        if (i === j) continue
        addRows(result, j, columns, await taken(tf.matMul(tile, left, true)))
      }
    }
    tf.dispose(parts)
    return result
  }

  /** The columns of the first points, [rows of the tile, count] for each row of tiles. */
  firstColumns(count: number): Tensor2D[] {
    return this.#tiles.map(([first]) => {
      const tile = first as Tensor2D
      return this.#tf.slice2d(tile, [0, 0], [tile.shape[0], count])
    })
  }

  /** The matrix in double precision, [size, size]; its upper triangle is zero. */
  async toArray(): Promise<Float64Array> {
    const array = new Float64Array(this.size * this.size)
    for (const [i, row] of this.#tiles.entries()) {
      for (const [j, tile] of row.entries()) {
        const [rows, columns] = tile.shape
        const values = await tile.data()
        for (let index = 0; index < rows; index++) {
          const start = (i * tileSize + index) * this.size + j * tileSize
          array.set(values.subarray(index * columns, (index + 1) * columns), start)
        }
      }
    }
    return array
  }

  dispose(): void {
    this.#tf.dispose(this.#tiles)
  }
}

/** The rows of a vector that correspond to a row of tiles. */
export function rowsOf(size: number, tile: number): { start: number; end: number } {
  return { start: tile * tileSize, end: Math.min(size, (tile + 1) * tileSize) }
}

/** Copies rows of a double-precision matrix to a single-precision tensor. */
export function toDevice(
  tf: TensorFlow,
  v: Float64Array,
  { start, end }: { start: number; end: number },
  columns: number,
): Tensor2D {
  const values = Float32Array.from(v.subarray(start * columns, end * columns))
  return tf.tensor2d(values, [end - start, columns])
}

/** Reads the values of a tensor and disposes of it. */
export async function taken(tensor: Tensor): Promise<Float32Array> {
  try {
    return (await tensor.data()) as Float32Array
  } finally {
    tensor.dispose()
  }
}

/** Adds a tile's product to the rows that correspond to it. */
export function addRows(
  sum: Float64Array,
  tile: number,
  columns: number,
  product: ArrayLike<number>,
): void {
  const offset = tile * tileSize * columns
  for (let index = 0; index < product.length; index++) {
    sum[offset + index] = (sum[offset + index] as number) + (product[index] as number)
  }
}
