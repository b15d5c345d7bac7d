import { defineLayer } from '../../kinds/layer.js'
import { activate, activationNames } from './kernel-layer.js'

const summaries = {
  relu: 'max(x, 0)',
  'leaky-relu': 'x where positive, else 0.01 x',
  elu: 'x where positive, else exp(x) - 1',
  sigmoid: '1 / (1 + exp(-x))',
  softplus: 'log(1 + exp(x))',
  swish: 'x sigmoid(x)',
  tanh: 'hyperbolic tangent',
}

/** A layer for each activation, which is applied to every value. */
export const activations = activationNames.map((name) =>
  defineLayer({
    name,
    summary: `activation: ${summaries[name]}`,
    parameters: {},
    outputShape: (_parameters, input) => input,
    weights: () => ({}),
    apply: ({ tf }, _parameters, _weights, input) => activate(tf, input, name),
  }),
)
