/** @file Preconditioned conjugate gradients for several right-hand sides at once. */

/** A symmetric positive definite operator on [size, columns]. */
export type Operator = (v: Float64Array) => Promise<Float64Array>

export interface Solution {
  /** [size, columns] */
  x: Float64Array
  iterations: number
  /** |b - A x| / |b|, recomputed from x. */
  residual: number
}

export interface SolveOptions {
  columns: number
  /** The iteration ends at this |r| / |b| over all columns. */
  tolerance: number
  mostIterations: number
  onIteration(iteration: number, residual: number): Promise<void>
}

/**
 * Solves A x = b (Hestenes and Stiefel 1952, with a preconditioner); each column has separate step sizes.
 * @param b [size, columns]
 */
export async function conjugateGradients(
  matrix: Operator,
  preconditioner: Operator,
  b: Float64Array,
  { columns, tolerance, mostIterations, onIteration }: SolveOptions,
): Promise<Solution> {
  const scale = norm(b)
  const x = new Float64Array(b.length)
  let r = b.slice()
  let z = await preconditioner(r)
  let p = z.slice()
  let rz = columnDots(r, z, columns)
  let iterations = 0
  while (iterations < mostIterations && norm(r) > tolerance * scale) {
    const q = await matrix(p)
    const pq = columnDots(p, q, columns)
    const steps = rz.map((value, column) => ratio(value, pq[column] as number))
    addScaled(x, p, steps, columns, 1)
    addScaled(r, q, steps, columns, -1)
    iterations++
    await onIteration(iterations, norm(r) / scale)
    z = await preconditioner(r)
    const next = columnDots(r, z, columns)
    const turns = next.map((value, column) => ratio(value, rz[column] as number))
    p = p.map((value, index) => (z[index] as number) + (turns[index % columns] as number) * value)
    rz = next
  }
  const product = await matrix(x)
  r = b.map((value, index) => value - (product[index] as number))
  return { x, iterations, residual: norm(r) / scale }
}

/** The step size, which is zero for a column that is already solved. */
function ratio(above: number, below: number): number {
  return below === 0 ? 0 : above / below
}

function columnDots(a: Float64Array, b: Float64Array, columns: number): Float64Array {
  const dots = new Float64Array(columns)
  for (let index = 0; index < a.length; index++) {
    const column = index % columns
    dots[column] = (dots[column] as number) + (a[index] as number) * (b[index] as number)
  }
  return dots
}

function addScaled(
  sum: Float64Array,
  v: Float64Array,
  factors: Float64Array,
  columns: number,
  sign: 1 | -1,
): void {
  for (let index = 0; index < sum.length; index++) {
    const factor = sign * (factors[index % columns] as number)
    sum[index] = (sum[index] as number) + factor * (v[index] as number)
  }
}

export function norm(v: Float64Array): number {
  let sum = 0
  for (const value of v) sum += value * value
  return Math.sqrt(sum)
}
