import { defineOptimizer } from '../../kinds/optimizer.js'
import { flag, number } from '../../kinds/parameter.js'

/** Stochastic gradient descent: v = momentum * v + g, w = w - rate * v. */
export const sgd = defineOptimizer({
  name: 'sgd',
  summary: 'stochastic gradient descent',
  source: 'Sutskever et al. 2013, section 2',
  parameters: {
    momentum: number({
      doc: 'share of the last step that is kept',
      named: true,
      min: 0,
      max: 1,
      default: 0,
    }),
    nesterov: flag({ doc: "with Nesterov's correction" }),
  },

  create({ tf, operations }, { momentum, nesterov }) {
    const velocities = new Map<number, ReturnType<typeof tf.variable>>()
    return {
      update(weight, gradient, rate) {
        let velocity = velocities.get(weight.id)
        if (velocity === undefined) {
          velocity = tf.tidy(() => tf.variable(tf.zerosLike(weight), false))
          velocities.set(weight.id, velocity)
        }
        operations.momentum(weight, velocity, gradient, { rate, momentum, nesterov })
      },
    }
  },
})
