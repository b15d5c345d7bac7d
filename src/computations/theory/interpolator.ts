import { defineComputation } from '../../kinds/computation.js'
import { choice, integer } from '../../kinds/parameter.js'

/** Constructs a ReLU network through given points, evaluates it on them and counts its weights and units. */
export const interpolator = defineComputation({
  name: 'interpolator',
  summary: 'a ReLU network constructed to pass through every point',
  source: 'Zhang et al. 2017, theorem 1 and corollary 1 (appendix C)',
  on: 'points',
  parameters: {
    construction: choice(['relu_2n_plus_d', 'relu_depth_k'], {
      doc: 'two layers with 2n + d weights, or more layers of less width',
    }),
    depth: integer({
      doc: 'layers with weights, for relu_depth_k',
      named: true,
      min: 3,
      default: 3,
    }),
  },
  measures: {
    weights: { summary: 'numbers that the construction chose', unit: 'number' },
    width: { summary: 'units of the widest hidden layer', unit: 'number' },
    depth: { summary: 'layers with weights, the projection left out', unit: 'number' },
    'max residual': { summary: 'largest distance of the output from a target', unit: 'number' },
  },

  work: (_, { points }) => ({ flops: 4 * (points?.count ?? 0) ** 2, memory: 0 }),

  compute: async (parameters, input) => {
    // Loaded on demand, since checking a spec does not need it.
    const { interpolatingNetwork } = await import('./interpolating-network.js')
    return interpolatingNetwork(parameters, input)
  },
})
