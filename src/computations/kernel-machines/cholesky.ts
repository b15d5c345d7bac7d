/** @file Cholesky's factorisation in double precision. */

/** Solves A x = b for one symmetric positive definite A. */
export class Cholesky {
  readonly #size: number
  /** Lower triangle with its diagonal, [size, size]. */
  readonly #factor: Float64Array

  /**
   * @param matrix [size, size], symmetric; only its lower triangle is read
   * @throws Error if the matrix is not positive definite
   */
  constructor(matrix: Float64Array, size: number) {
    this.#size = size
    this.#factor = new Float64Array(size * size)
    const factor = this.#factor
    for (let row = 0; row < size; row++) {
      const own = row * size
      for (let column = 0; column <= row; column++) {
        const other = column * size
        let rest = matrix[own + column] as number
        for (let k = 0; k < column; k++) {
          rest -= (factor[own + k] as number) * (factor[other + k] as number)
        }
        if (column < row) factor[own + column] = rest / (factor[other + column] as number)
        else if (rest > 0) factor[own + row] = Math.sqrt(rest)
        else throw new Error(`the matrix is not positive definite (row ${row + 1} of ${size})`)
      }
    }
  }

  /**
   * @param b [size, columns]
   * @returns x, [size, columns]
   */
  solve(b: Float64Array, columns: number): Float64Array {
    const [size, factor] = [this.#size, this.#factor]
    const x = b.slice()
    for (let row = 0; row < size; row++) {
      for (let k = 0; k < row; k++)
        subtractRow(x, row, k, factor[row * size + k] as number, columns)
      divideRow(x, row, factor[row * (size + 1)] as number, columns)
    }
    for (let row = size - 1; row >= 0; row--) {
      divideRow(x, row, factor[row * (size + 1)] as number, columns)
      for (let k = 0; k < row; k++)
        subtractRow(x, k, row, factor[row * size + k] as number, columns)
    }
    return x
  }

  /** The inverse of the factor: lower triangular, [size, size]. */
  inverseFactor(): Float64Array {
    const [size, factor] = [this.#size, this.#factor]
    const inverse = new Float64Array(size * size)
    for (let row = 0; row < size; row++) {
      inverse[row * (size + 1)] = 1
      for (let k = 0; k < row; k++) {
        const weight = factor[row * size + k] as number
        for (let column = 0; column <= k; column++) {
          inverse[row * size + column] =
            (inverse[row * size + column] as number) -
            weight * (inverse[k * size + column] as number)
        }
      }
      divideRow(inverse, row, factor[row * (size + 1)] as number, size)
    }
    return inverse
  }
}

function subtractRow(x: Float64Array, row: number, from: number, weight: number, columns: number) {
  for (let column = 0; column < columns; column++) {
    x[row * columns + column] =
      (x[row * columns + column] as number) - weight * (x[from * columns + column] as number)
  }
}

function divideRow(x: Float64Array, row: number, divisor: number, columns: number) {
  for (let column = 0; column < columns; column++) {
    x[row * columns + column] = (x[row * columns + column] as number) / divisor
  }
}
