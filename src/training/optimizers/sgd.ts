import { defineOptimizer } from '../../kinds/optimizer.js'
import { flag, fraction } from '../../kinds/parameter.js'
import { zerosFor } from './slots.js'

/**
 * Stochastic gradient descent: v = momentum v + g, w = w - rate v; with Nesterov's correction
 * w = w - rate (g + momentum v).
 */
export const sgd = defineOptimizer({
  name: 'sgd',
  summary: 'stochastic gradient descent',
  source: 'Sutskever et al. 2013, section 2; torch.optim.SGD',
  parameters: {
    momentum: fraction({ doc: 'share of the last step that is kept', named: true, default: 0 }),
    nesterov: flag({ doc: "with Nesterov's correction" }),
  },

  create({ tf, operations }, { momentum, nesterov }, weights) {
    const velocities = zerosFor(tf, weights)
    return {
      slots: velocities,
      update(index, gradient, { rate }) {
        const [weight, velocity] = [weights[index], velocities[index]]
        if (weight === undefined || velocity === undefined) return
        operations.momentum(weight.variable, velocity, gradient, { rate, momentum, nesterov })
      },
    }
  },
})
