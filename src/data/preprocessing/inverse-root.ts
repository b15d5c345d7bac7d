/** @file The inverse square root of a symmetric matrix, in double precision. */

/** A symmetric matrix, [size, size] row by row; only the lower triangle with its diagonal is used. */
type Lower = Float64Array

/** The accuracy of the truncated integral below. */
const accuracy = 1e-10

/**
 * Computes (C + epsilon)^(-1/2) in 5/3 size^3 multiply-adds. C = Q T Q' with T tridiagonal (Householder), and Q
 * f(T) Q' is transformed back without Q (Golub and Van Loan, section 8.3.1). With f(x) = x^(-1/2) = 2/pi
 * integral of e^s / (e^2s + x) ds over all s, which the trapezoidal rule sums with an error of exp(-pi^2 /
 * step), f(T) is a sum of inverses of tridiagonal matrices.
 * @param matrix C, positive semidefinite; overwritten
 * @param epsilon greater than 0
 */
export function inverseRoot(matrix: Lower, size: number, epsilon: number): Lower {
  const { diagonal, beside, factors } = tridiagonalize(matrix, size)
  const root = tridiagonalRoot(
    diagonal.map((value) => value + epsilon),
    beside,
    epsilon,
  )
  for (let k = 2; k < size; k++) {
    const vector = matrix.subarray(k * size, k * size + k)
    reflect(root, size, size, vector, factors[k] as number)
  }
  return root
}

/** T, and the reflections I - factor v v' that produce it: the matrix' row k holds v of row k. */
function tridiagonalize(matrix: Lower, size: number) {
  const beside = new Float64Array(size)
  const factors = new Float64Array(size)
  for (let k = size - 1; k > 0; k--) {
    const vector = matrix.subarray(k * size, k * size + k)
    const last = vector[k - 1] as number
    const rest = dot(vector, vector, k - 1)
    if (rest === 0) {
      beside[k] = last
      continue
    }
    const norm = Math.sqrt(rest + last * last)
    beside[k] = last > 0 ? -norm : norm
    vector[k - 1] = last - (beside[k] as number)
    factors[k] = 2 / dot(vector, vector, k)
    reflect(matrix, size, k, vector, factors[k] as number)
  }
  const diagonal = Float64Array.from(
    { length: size },
    (_, row) => matrix[row * (size + 1)] as number,
  )
  return { diagonal, beside, factors }
}

/** Computes H M H for the first `rows` rows and columns, with H = I - factor v v' and v = 0 beyond its end. */
function reflect(matrix: Lower, size: number, rows: number, v: Float64Array, factor: number): void {
  if (factor === 0) return
  const length = v.length
  // M v; an entry of the triangle counts in two rows.
  const product = new Float64Array(rows)
  for (let row = 0; row < length; row++) {
    const own = v[row] as number
    let sum = 0
    for (let column = 0, at = row * size; column < row; column++, at++) {
      const value = matrix[at] as number
      sum += value * (v[column] as number)
      product[column] = (product[column] as number) + value * own
    }
    product[row] = sum + own * (matrix[row * (size + 1)] as number)
  }
  for (let row = length; row < rows; row++) {
    product[row] = dot(matrix.subarray(row * size, row * size + length), v, length)
  }
  // H M H = M - v q' - q v' with q = factor M v - factor^2 / 2 (v' M v) v.
  const half = (factor * factor * dot(v, product, length)) / 2
  const q = product.map((value, row) => factor * value - half * (v[row] ?? 0))
  for (let row = 0; row < length; row++) {
    const [own, other] = [v[row] as number, q[row] as number]
    for (let column = 0, at = row * size; column <= row; column++, at++) {
      matrix[at] =
        (matrix[at] as number) - own * (q[column] as number) - other * (v[column] as number)
    }
  }
  for (let row = length; row < rows; row++) {
    const other = q[row] as number
    for (let column = 0, at = row * size; column < length; column++, at++) {
      matrix[at] = (matrix[at] as number) - other * (v[column] as number)
    }
  }
}

/** T^(-1/2) of a tridiagonal matrix whose eigenvalues are at least `least`. */
function tridiagonalRoot(diagonal: Float64Array, beside: Float64Array, least: number): Lower {
  const size = diagonal.length
  const root = new Float64Array(size * size)
  const largest = diagonal.reduce((most, value, row) => {
    const around = Math.abs(beside[row] ?? 0) + Math.abs(beside[row + 1] ?? 0)
    return Math.max(most, value + around)
  }, least)
  const tail = -Math.log(accuracy)
  const step = Math.PI ** 2 / tail
  const pivots = new Float64Array(size)
  const ratios = new Float64Array(size)
  for (let s = Math.log(least) / 2 - tail; s < Math.log(largest) / 2 + tail; s += step) {
    const weight = (2 / Math.PI) * step * Math.exp(s)
    // T + e^2s = L D L', where L has ones on its diagonal and these ratios below it.
    for (let row = 0; row < size; row++) {
      const [above, next] = [pivots[row - 1] ?? 1, beside[row] as number]
      ratios[row] = next / above
      pivots[row] = (diagonal[row] as number) + Math.exp(2 * s) - (ratios[row] as number) * next
    }
    let inverse = 0
    for (let row = size - 1; row >= 0; row--) {
      inverse = 1 / (pivots[row] as number) + (ratios[row + 1] ?? 0) ** 2 * inverse
      let value = weight * inverse
      const negligible = accuracy * accuracy * value
      for (let column = row; column >= 0 && Math.abs(value) > negligible; column--) {
        root[row * size + column] = (root[row * size + column] as number) + value
        value *= -(ratios[column] as number)
      }
    }
  }
  return root
}

function dot(one: Float64Array, other: Float64Array, length: number): number {
  let sum = 0
  for (let i = 0; i < length; i++) sum += (one[i] as number) * (other[i] as number)
  return sum
}
