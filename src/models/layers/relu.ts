import { defineLayer } from '../../kinds/layer.js'

/** max(x, 0) */
export const relu = defineLayer({
  name: 'relu',
  summary: 'rectified linear activation',
  parameters: {},
  outputShape: (_parameters, input) => input,
  weights: () => ({}),
  apply: ({ tf }, _parameters, _weights, input) => tf.relu(input),
})
