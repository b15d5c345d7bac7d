import { CholeskyDecomposition, Matrix } from 'ml-matrix'
import { defineComputation, type Points } from '../../kinds/computation.js'
import { integer, number } from '../../kinds/parameter.js'
import { type RandomKey, RandomStream, deriveKey } from '../../random/key.js'
import { numericalHessian, rankOf } from './hessian.js'
import { sgdFrom } from './linear-sgd.js'

/**
 * Linear models with more dimensions than points: where SGD ends from zero, the minimum-norm
 * interpolant w = X'alpha with XX'alpha = y (equation 3), another interpolant, and the Hessian at both.
 */
export const linearInterpolation = defineComputation({
  name: 'linear_interpolation',
  summary: 'interpolants of a linear model with more dimensions than points',
  source: 'Zhang et al. 2017, section 5',
  on: 'points',
  parameters: {
    rate: number({
      doc: "SGD's step, as a share of 1 / |x|^2",
      named: true,
      min: 0,
      max: 2,
      default: 1,
    }),
    epochs: integer({ doc: 'passes of SGD over the points', named: true, min: 1, default: 2000 }),
  },
  measures: {
    'max residual': { summary: "largest |x'w - y| where SGD from zero ends", unit: 'number' },
    'distance to minimum norm': {
      summary: 'of where SGD from zero ends, relative to the norm of the minimum-norm interpolant',
      unit: 'number',
    },
    'norm ratio': {
      summary: 'norm of another interpolant (SGD from a random start) over the minimum norm',
      unit: 'number',
    },
    'hessian difference': {
      summary:
        'largest difference of an entry of the Hessian of the log-cosh loss at two interpolants',
      unit: 'number',
    },
    'hessian rank': { summary: 'eigenvalues above rounding, of d', unit: 'number' },
  },

  work: ({ epochs }, { points }) => ({
    flops: 8 * epochs * (points?.count ?? 0) * (points?.dimension ?? 0),
    memory: 16 * (points?.dimension ?? 0) ** 2,
  }),

  async compute({ rate, epochs }, { points, key, progress }) {
    if (points === undefined) throw new Error('internal: the interpolation was given no points')
    const { count, dimension } = points
    if (dimension <= count) {
      throw new Error(
        `a linear model interpolates any targets where it has more dimensions than points; here are ${dimension} and ${count}`,
      )
    }
    const minimum = minimumNorm(points)
    const settings = { rate, epochs, key: deriveKey(key, 'order') }
    const fromZero = sgdFrom(new Float64Array(dimension), points, settings)
    await progress(0.3, 'SGD from zero')
    const elsewhere = sgdFrom(randomStart(dimension, key), points, settings)
    await progress(0.6, 'SGD from a random start')
    const hessians = [minimum, elsewhere].map((weights) => numericalHessian(points, weights))
    const [first, second] = hessians as [Matrix, Matrix]
    return {
      'max residual': largestResidual(points, fromZero),
      'distance to minimum norm': distance(fromZero, minimum) / norm(minimum),
      'norm ratio': norm(elsewhere) / norm(minimum),
      'hessian difference': Matrix.sub(first, second).abs().max(),
      'hessian rank': rankOf(first),
    }
  },
})

function minimumNorm({ count, dimension, coordinates, targets }: Points): Float64Array {
  const x = Matrix.from1DArray(count, dimension, coordinates)
  const gram = x.mmul(x.transpose())
  const alpha = new CholeskyDecomposition(gram).solve(Matrix.columnVector(targets))
  return Float64Array.from(x.transpose().mmul(alpha).to1DArray())
}

function randomStart(dimension: number, key: RandomKey): Float64Array {
  const stream = new RandomStream(deriveKey(key, 'start'))
  return Float64Array.from({ length: dimension }, () => stream.normal())
}

function largestResidual(
  { count, dimension, coordinates, targets }: Points,
  weights: Float64Array,
) {
  const predicted = Matrix.from1DArray(count, dimension, coordinates).mmul(
    Matrix.columnVector(weights),
  )
  return predicted.sub(Matrix.columnVector(targets)).abs().max()
}

const norm = (vector: Float64Array) => Math.hypot(...vector)

const distance = (a: Float64Array, b: Float64Array) =>
  norm(a.map((value, index) => value - (b[index] ?? NaN)))
