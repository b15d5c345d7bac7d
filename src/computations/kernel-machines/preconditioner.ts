/** @file A Nyström preconditioner: the Gram matrix of a few points stands for that of all. */

import type { Tensor2D } from '@tensorflow/tfjs-core'
import type { TensorFlow } from '../../engine/engine.js'
import { Cholesky } from './cholesky.js'
import { type GramMatrix, addRows, rowsOf, toDevice } from './gram-matrix.js'

/**
 * Approximates K + ridge by L L' + delta, where L L' = K_nm K_mm^-1 K_mn from m landmarks, and delta
 * is the mean of what the diagonal, which is one, lacks (Frangella, Tropp and Udell 2023, with landmarks in place
 * of random directions). Its inverse follows from m x m systems by Woodbury's identity.
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

  /** @param landmarks how many of the first points to use; the points must be in random order */
  constructor(tf: TensorFlow, gram: GramMatrix, landmarks: number, ridge: number) {
    this.#tf = tf
    this.#size = gram.size
    this.#landmarks = landmarks
    const columns = gram.firstColumns(landmarks)
    const corner = tf.tidy(() =>
      tf.slice2d(columns[0] as Tensor2D, [0, 0], [landmarks, landmarks]).dataSync(),
    )
    const jitter = 1e-6
    const square = Float64Array.from(corner)
    for (let index = 0; index < landmarks; index++) {
      square[index * (landmarks + 1)] = (square[index * (landmarks + 1)] as number) + jitter
    }
    const inverse = this.#inverseFactor(square)
    this.#low = columns.map((column) => tf.matMul(column, inverse, false, true))
    tf.dispose([...columns, inverse])
    const covered = this.#low.reduce(
      (sum, low) => sum + tf.tidy(() => tf.sum(tf.square(low)).dataSync()[0] as number),
      0,
    )
    this.#delta = Math.max(ridge + 1 - covered / gram.size, 1e-6)
    const inner = new Float64Array(landmarks * landmarks)
    for (const low of this.#low) {
      const product = tf.tidy(() => tf.matMul(low, low, true).dataSync())
      product.forEach((value, index) => (inner[index] = (inner[index] as number) + value))
    }
    for (let index = 0; index < landmarks; index++) {
      inner[index * (landmarks + 1)] = (inner[index * (landmarks + 1)] as number) + this.#delta
    }
    this.#inner = this.#inverseFactor(inner)
  }

  /** @param v [size, columns] */
  apply(v: Float64Array, columns: number): Float64Array {
    const tf = this.#tf
    const projected = new Float64Array(this.#landmarks * columns)
    this.#low.forEach((low, index) => {
      const part = tf.tidy(() => {
        const rows = toDevice(tf, v, rowsOf(this.#size, index), columns)
        return tf.matMul(low, rows, true).dataSync()
      })
      addRows(projected, 0, columns, part)
    })
    const all = { start: 0, end: this.#landmarks }
    const small = tf.tidy(() => {
      const halfway = tf.matMul(this.#inner, toDevice(tf, projected, all, columns))
      return tf.matMul<Tensor2D>(this.#inner, halfway, true)
    })
    const correction = new Float64Array(v.length)
    this.#low.forEach((low, index) => {
      addRows(
        correction,
        index,
        columns,
        tf.tidy(() => tf.matMul(low, small).dataSync()),
      )
    })
    small.dispose()
    return v.map((value, index) => (value - (correction[index] as number)) / this.#delta)
  }

  dispose(): void {
    this.#tf.dispose([...this.#low, this.#inner])
  }

  #inverseFactor(matrix: Float64Array): Tensor2D {
    const size = this.#landmarks
    const inverse = new Cholesky(matrix, size).inverseFactor()
    return toDevice(this.#tf, inverse, { start: 0, end: size }, size)
  }
}
