import type { Variable } from '@tensorflow/tfjs-core'
import { defineOptimizer } from '../../kinds/optimizer.js'
import { fraction, number } from '../../kinds/parameter.js'
import { zerosFor } from './slots.js'

/** s = decay s + (1 - decay) g^2, v = momentum v + g / (sqrt(s) + epsilon), w = w - rate v. */
export const rmsprop = defineOptimizer({
  name: 'rmsprop',
  summary: 'gradients divided by the root of their mean square',
  source: 'Tieleman and Hinton 2012, lecture 6.5; torch.optim.RMSprop',
  parameters: {
    decay: fraction({ doc: 'share of the mean square that is kept', named: true, default: 0.99 }),
    momentum: fraction({ doc: 'share of the last step that is kept', named: true, default: 0 }),
    epsilon: number({ doc: 'added to the root', named: true, min: 0, default: 1e-8 }),
  },

  create({ tf, operations }, { decay, momentum, epsilon }, weights) {
    const [squares, velocities] = [zerosFor(tf, weights), zerosFor(tf, weights)]
    return {
      slots: [...squares, ...velocities],
      update(index, gradient, { rate }) {
        const weight = weights[index]?.variable as Variable
        const [square, velocity] = [squares[index] as Variable, velocities[index] as Variable]
        tf.tidy(() => {
          square.assign(tf.add(tf.mul(square, decay), tf.mul(tf.square(gradient), 1 - decay)))
          const scaled = tf.div(gradient, tf.add(tf.sqrt(square), epsilon))
          operations.momentum(weight, velocity, scaled, { rate, momentum, nesterov: false })
        })
      },
    }
  },
})
