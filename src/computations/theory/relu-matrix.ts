import { defineComputation } from '../../kinds/computation.js'

/** The lower triangular matrix max(x_i - b_j, 0) of points on a line and thresholds between them. */
export const reluMatrix = defineComputation({
  name: 'relu_matrix',
  summary: 'the matrix max(x_i - b_j, 0) that a two-layer ReLU network solves',
  source: 'Zhang et al. 2017, lemma 1 (appendix C)',
  on: 'points',
  parameters: {},
  measures: {
    rank: { summary: 'singular values above rounding', unit: 'number' },
    'smallest eigenvalue': { summary: 'found by the QR algorithm', unit: 'number' },
    'smallest gap': { summary: 'the smallest x_i - b_i', unit: 'number' },
    'smallest singular value': {
      summary: 'what bounds the norm of a solution; an eigenvalue does not',
      unit: 'number',
    },
  },

  work: (_, { points }) => ({
    flops: 20 * (points?.count ?? 0) ** 3,
    memory: 40 * (points?.count ?? 0) ** 2,
  }),

  async compute(_parameters, { points, key, progress }) {
    if (points === undefined) throw new Error('internal: the matrix was given no points')
    // Loaded on demand, since checking a spec needs no linear algebra.
    const { EigenvalueDecomposition, Matrix, SingularValueDecomposition } =
      await import('ml-matrix')
    const { interleave, project } = await import('./projection.js')
    const { positions } = project(points, key)
    const thresholds = interleave(positions)
    const matrix = new Matrix(positions.length, positions.length)
    positions.forEach((position, row) =>
      thresholds.forEach((threshold, column) =>
        matrix.set(row, column, Math.max(position - threshold, 0)),
      ),
    )
    // A matrix and its transpose have the same eigenvalues, and the QR algorithm needs an upper triangle.
    const { realEigenvalues } = new EigenvalueDecomposition(matrix.transpose())
    await progress(0.5, 'eigenvalues')
    const singular = new SingularValueDecomposition(matrix)
    return {
      rank: singular.rank,
      'smallest eigenvalue': Math.min(...realEigenvalues),
      'smallest gap': Math.min(...positions.map((x, index) => x - (thresholds[index] ?? NaN))),
      'smallest singular value': Math.min(...singular.diagonal),
    }
  },
})
