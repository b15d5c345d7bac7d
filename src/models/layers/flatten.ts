import { defineLayer } from '../../kinds/layer.js'
import { elements } from '../../kinds/shape.js'

/** All values of an image as one vector, in the order height, width, channels. */
export const flatten = defineLayer({
  name: 'flatten',
  summary: 'an image as a vector',
  parameters: {},
  outputShape: (_parameters, input) => [elements(input)],
  weights: () => ({}),
  apply: ({ tf }, _parameters, _weights, input) =>
    tf.reshape(input, [input.shape[0] ?? 0, elements(input.shape.slice(1))]),
})
