import { defineComputation } from '../kinds/computation.js'

/** Compares labels with those before the corruption. */
export const labels = defineComputation({
  name: 'labels',
  summary: 'what a corruption does to the labels of a dataset',
  source: 'Zhang et al. 2017, section 2.1',
  on: 'dataset',
  parameters: {},
  measures: {
    'changed train labels': { summary: 'share of training labels that differ', unit: 'fraction' },
    'changed test labels': { summary: 'share of test labels that differ', unit: 'fraction' },
  },
  work: () => ({ flops: 0, memory: 0 }),

  async compute(_parameters, { data, uncorrupted }) {
    if (data === undefined) throw new Error('internal: the labels were given no data')
    const before = await uncorrupted()
    return {
      'changed train labels': changed(before.train.labels, data.train.labels),
      'changed test labels': changed(before.test.labels, data.test.labels),
    }
  },
})

function changed(before: Int32Array, after: Int32Array): number {
  return before.filter((label, index) => label !== after[index]).length / before.length
}
