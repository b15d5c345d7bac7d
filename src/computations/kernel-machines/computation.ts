import { defineComputation } from '../../kinds/computation.js'
import { choice, integer, number } from '../../kinds/parameter.js'
import { elements } from '../../kinds/shape.js'
import { mostSolvedExactly } from './exact-limit.js'

/** Solves (K + ridge) alpha = Y for one-hot labels Y, and classifies by the largest output. */
export const kernel = defineComputation({
  name: 'kernel',
  summary: 'a kernel machine through all training labels: the minimum-norm interpolant',
  source: 'Zhang et al. 2017, section 5, equation 3 and table 3',
  on: 'dataset',
  parameters: {
    shape: choice(['gaussian'], { doc: "exp(-gamma |x - x'|^2)" }),
    gamma: number({
      doc: 'of the Gaussian; 0 stands for 2 / the median squared distance between two images',
      named: true,
      min: 0,
      default: 0,
    }),
    ridge: number({
      doc: 'l2 regularisation, added to the diagonal',
      named: true,
      min: 0,
      default: 0,
    }),
    features: choice(['none', 'gabor', 'random convolution'], {
      doc: 'what the kernel compares',
      named: true,
      default: 'none',
    }),
    filters: integer({ doc: 'of the random convolution', named: true, min: 1, default: 1000 }),
    solved: choice(['iteratively', 'exactly'], {
      doc: `by preconditioned conjugate gradients, or in double precision by Cholesky up to ${mostSolvedExactly} images`,
      named: true,
      default: 'iteratively',
    }),
    tolerance: number({ doc: 'relative residual to end at', named: true, min: 0, default: 1e-4 }),
    landmarks: integer({
      doc: 'images of the preconditioner; 0 stands for a tenth of all, at most 2,000',
      named: true,
      min: 0,
      default: 0,
    }),
    through: choice(['train', 'both'], {
      doc: 'the splits whose labels it fits; those of the test images are drawn at random, which gives another interpolant of the training labels',
      named: true,
      default: 'train',
    }),
  },
  measures: {
    'train error': { summary: '1 - accuracy on the training images', unit: 'fraction' },
    'test error': { summary: '1 - accuracy on the test images', unit: 'fraction' },
    norm: { summary: 'sqrt(tr(alpha K alpha)), in the space of the kernel', unit: 'number' },
    residual: { summary: '|Y - (K + ridge) alpha| / |Y|', unit: 'number' },
    iterations: { summary: 'of conjugate gradients', unit: 'number' },
    gamma: { summary: 'of the Gaussian', unit: 'number' },
  },

  work: ({ features, filters }, { dataset }) => {
    const { train = 0, test = 0, shape = [] } = dataset ?? {}
    const pixels = elements(shape)
    const compared = features === 'random convolution' ? 8 * filters : pixels
    const convolution = features === 'random convolution' ? 2 * 36 * filters * pixels : 0
    const pairs = train * (train / 2 + test)
    const iterations = 100
    return {
      flops:
        2 * compared * pairs + convolution * (train + test) + iterations * 2 * 10 * train * train,
      memory: 4 * pairs + 4 * (pixels + 250 * 8) * (train + test),
    }
  },

  compute: async (parameters, input) => {
    // Loaded on demand, since checking a spec does not need it.
    const { kernelMachine } = await import('./kernel-machine.js')
    return kernelMachine(parameters, input)
  },
})
