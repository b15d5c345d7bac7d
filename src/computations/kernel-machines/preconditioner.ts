/** @file A Nyström preconditioner: the Gram matrix of a few points approximates that of all. */

import type { Tensor2D } from '@tensorflow/tfjs-core'
import type { TensorFlow } from '../../engine/engine.js'
import { Cholesky } from './cholesky.js'
import { type GramMatrix, addRows, rowsOf, taken, toDevice } from './gram-matrix.js'

/**
 * Approximates K + ridge by L L' + delta, where L L' = K_nm K_mm^-1 K_mn from m landmarks, and delta
 * is the mean difference of the diagonal from one (Frangella, Tropp and Udell 2023, with landmarks instead of
 * random directions). Its inverse follows from m x m systems by Woodbury's identity.
 */
export class NystromPreconditioner {
  readonly #tf: TensorFlow
  readonly #size: number
  readonly #landmarks: number
  /** L, by rows of tiles. */
  readonly #low: Tensor2D[]
  readonly #delta: number
  /** The inverse of the Cholesky factor of delta + L' L, [m, m]. */
  readonly #inner: Tensor2D

  private constructor(
    tf: TensorFlow,
    size: number,
    landmarks: number,
    low: Tensor2D[],
    delta: number,
    inner: Tensor2D,
  ) {
    this.#tf = tf
    this.#size = size
    this.#landmarks = landmarks
    this.#low = low
    this.#delta = delta
    this.#inner = inner
  }

  /** @param landmarks the number of first points to use; the points must be in random order */
  static async of(
    tf: TensorFlow,
    gram: GramMatrix,
    landmarks: number,
    ridge: number,
  ): Promise<NystromPreconditioner> {
    const columns = gram.firstColumns(landmarks)
    const [first] = columns as [Tensor2D]
    const corner = await taken(tf.slice2d(first, [0, 0], [landmarks, landmarks]))
    const jitter = 1e-6
    const square = Float64Array.from(corner)
    addToDiagonal(square, landmarks, jitter)
    const inverse = inverseFactor(tf, square, landmarks)
    const low = columns.map((column) => tf.matMul<Tensor2D>(column, inverse, false, true))
    tf.dispose([...columns, inverse])
    let covered = 0
    const inner = new Float64Array(landmarks * landmarks)
    for (const part of low) {
      const [squares = NaN] = await taken(tf.tidy(() => tf.sum(tf.square(part))))
      covered += squares
      const product = await taken(tf.matMul(part, part, true))
      product.forEach((value, index) => (inner[index] = (inner[index] as number) + value))
    }
    const delta = Math.max(ridge + 1 - covered / gram.size, 1e-6)
    addToDiagonal(inner, landmarks, delta)
    const innerInverse = inverseFactor(tf, inner, landmarks)
    return new NystromPreconditioner(tf, gram.size, landmarks, low, delta, innerInverse)
  }

  /** @param v [size, columns] */
  async apply(v: Float64Array, columns: number): Promise<Float64Array> {
    const tf = this.#tf
    const projected = new Float64Array(this.#landmarks * columns)
    for (const [index, low] of this.#low.entries()) {
      const part = tf.tidy(() => {
        const rows = toDevice(tf, v, rowsOf(this.#size, index), columns)
        return tf.matMul(low, rows, true)
      })
      addRows(projected, 0, columns, await taken(part))
    }
    const all = { start: 0, end: this.#landmarks }
    const small = tf.tidy(() => {
      const halfway = tf.matMul(this.#inner, toDevice(tf, projected, all, columns))
      return tf.matMul<Tensor2D>(this.#inner, halfway, true)
    })
    const correction = new Float64Array(v.length)
    for (const [index, low] of this.#low.entries()) {
      addRows(correction, index, columns, await taken(tf.matMul(low, small)))
    }
    small.dispose()
    return v.map((value, index) => (value - (correction[index] as number)) / this.#delta)
  }

  dispose(): void {
    this.#tf.dispose([...this.#low, this.#inner])
  }
}

function addToDiagonal(matrix: Float64Array, size: number, value: number): void {
  for (let index = 0; index < size; index++) {
    matrix[index * (size + 1)] = (matrix[index * (size + 1)] as number) + value
  }
}

/** The inverse of a matrix' Cholesky factor, [size, size]. */
function inverseFactor(tf: TensorFlow, matrix: Float64Array, size: number): Tensor2D {
  const inverse = new Cholesky(matrix, size).inverseFactor()
  return toDevice(tf, inverse, { start: 0, end: size }, size)
}
