import { defineComputation } from '../../kinds/computation.js'
import { integer, number } from '../../kinds/parameter.js'
import { elements } from '../../kinds/shape.js'

/**
 * The error rate of each training example after one epoch, over many networks of two hidden layers
 * that differ in their initial weights and in the order of the examples. Real examples differ in how
 * easy they are; if all are equally easy, the counts of errors follow the binomial law.
 */
export const firstEpoch = defineComputation({
  name: 'first_epoch',
  summary: 'how the errors after one epoch are spread over the training examples',
  source: 'Arpit et al. 2017, section 3.1 and figure 1',
  on: 'dataset',
  parameters: {
    networks: integer({ doc: 'how many are trained', named: true, min: 2, default: 100 }),
    units: integer({ doc: 'of each hidden layer', named: true, min: 1, default: 256 }),
    rate: number({ doc: 'learning rate of SGD', named: true, min: 0, default: 0.1 }),
    batch: integer({ doc: 'examples of a step', named: true, min: 1, default: 50 }),
  },
  measures: {
    'mean error': { summary: 'share of wrong answers on the training examples', unit: 'fraction' },
    'error variance': {
      summary: 'variance over examples of the share of networks that get an example wrong',
      unit: 'number',
    },
    'variance ratio': {
      summary:
        'error variance over m (1 - m) / networks, the binomial variance at the mean error m',
      unit: 'number',
    },
  },

  work: ({ networks, units }, { dataset }) => {
    const { train = 0, shape = [] } = dataset ?? {}
    const weights = units * (elements(shape) + units)
    return { flops: 8 * networks * train * weights, memory: 16 * weights }
  },

  compute: async (parameters, input) => {
    // Loaded on demand, since checking a spec does not need it.
    const { firstEpochErrors } = await import('./first-epoch-errors.js')
    return firstEpochErrors(parameters, input)
  },
})
