/** @file The solver of (K + ridge) alpha = Y: in double precision for small sets, iterative for large ones. */

import type { TensorFlow } from '../../engine/engine.js'
import { Cholesky } from './cholesky.js'
import { type Solution, conjugateGradients, norm } from './conjugate-gradients.js'
import type { GramMatrix } from './gram-matrix.js'
import { mostSolvedExactly } from './exact-limit.js'
import { NystromPreconditioner } from './preconditioner.js'

const mostIterations = 2000

export interface SolverSettings {
  ridge: number
  solved: 'iteratively' | 'exactly'
  /** The value of |Y - (K + ridge) alpha| / |Y| at which the iteration ends. */
  tolerance: number
  /** The number of points of the preconditioner; 0 for a tenth of all points. */
  landmarks: number
}

/**
 * @param labels [size of K, columns]
 * @throws Error if the set is too large to be solved exactly, or the iteration does not converge
 */
export async function solve(
  tf: TensorFlow,
  gram: GramMatrix,
  labels: Float64Array,
  settings: SolverSettings,
  onIteration: (iteration: number, residual: number) => Promise<void>,
): Promise<Solution> {
  const columns = labels.length / gram.size
  const { ridge } = settings
  const matrix = async (v: Float64Array) => {
    const product = await gram.multiply(v, columns)
    return product.map((value, index) => value + ridge * (v[index] as number))
  }
  if (settings.solved === 'exactly') {
    const x = await solveExactly(gram, labels, ridge)
    const product = await matrix(x)
    const rest = labels.map((label, index) => label - (product[index] as number))
    return { x, iterations: 0, residual: norm(rest) / norm(labels) }
  }
  const { tolerance } = settings
  const tenth = Math.min(2000, Math.ceil(gram.size / 10))
  const landmarks = settings.landmarks === 0 ? tenth : Math.min(settings.landmarks, gram.size)
  const preconditioner = await NystromPreconditioner.of(tf, gram, landmarks, ridge)
  const solution = await conjugateGradients(
    matrix,
    (v) => preconditioner.apply(v, columns),
    labels,
    {
      columns,
      tolerance,
      mostIterations,
      onIteration,
    },
  )
  preconditioner.dispose()
  if (solution.iterations < mostIterations) return solution
  const reached = solution.residual.toExponential(1)
  const help = 'raise `landmarks` or `tolerance`'
  throw new Error(
    `conjugate gradients are at a residual of ${reached} after ${mostIterations} iterations; ${help}`,
  )
}

async function solveExactly(
  gram: GramMatrix,
  labels: Float64Array,
  ridge: number,
): Promise<Float64Array> {
  const { size } = gram
  if (size > mostSolvedExactly) {
    throw new Error(
      `\`solved exactly\` takes up to ${mostSolvedExactly} images, not ${size}; write \`solved iteratively\``,
    )
  }
  const matrix = await gram.toArray()
  for (let index = 0; index < size; index++) {
    matrix[index * (size + 1)] = (matrix[index * (size + 1)] as number) + ridge
  }
  return new Cholesky(matrix, size).solve(labels.slice(), labels.length / size)
}
