import { defineComputation } from '../../kinds/computation.js'
import { integer, number } from '../../kinds/parameter.js'

/**
 * Linear models with more dimensions than points: the end of SGD from zero, the minimum-norm
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

  compute: async (parameters, input) => {
    // Loaded on demand, since checking a spec needs no linear algebra.
    const { interpolants } = await import('./interpolants.js')
    return interpolants(parameters, input)
  },
})
