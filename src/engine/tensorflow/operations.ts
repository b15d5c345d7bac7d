/** @file genspec's operations, computed by TensorFlow's fused operations. */

import type { NamedTensorMap, Tensor, Tensor1D, Tensor2D, Tensor4D } from '@tensorflow/tfjs-core'
import type { TensorFlow } from '../engine.js'
import { composedAdam, type Operations } from '../operations.js'
import type { NodeBackend } from './backend.js'
import { lazily } from './lazily.js'
import { momentumUpdate } from './momentum.js'
import type { Native } from './native.js'

type Save = (tensors: Tensor[]) => void

const batchNorm = 'genspec.batchNorm'

export function fusedOperations(tf: TensorFlow, backend: NodeBackend, native: Native): Operations {
  registerBatchNorm(tf, native)
  return {
    crossEntropy(logits, labels) {
      const loss = tf.customGrad((x, save) => {
        const [value, gradient] = native.softmaxCrossEntropy(x as Tensor2D, labels)
        ;(save as Save)([gradient])
        return {
          value,
          gradFunc: (dy, saved) => tf.mul(tf.expandDims(dy, 1), (saved as [Tensor])[0]),
        }
      })
      return loss(logits) as Tensor1D
    },

    batchNorm(x, offset, scale, epsilon) {
      const one = scale ?? tf.ones([x.shape[3]])
      const inputs = { x, scale: one, offset } as unknown as NamedTensorMap
      const outputs = tf.engine().runKernel(batchNorm, inputs, { epsilon }) as Tensor[]
      const [output, mean, unbiased, ...reserved] = outputs as [Tensor4D, Tensor1D, Tensor1D]
      tf.dispose(reserved)
      const count = x.size / x.shape[3]
      const variance = tf.tidy(() => tf.mul<Tensor1D>(unbiased, (count - 1) / count))
      tf.dispose(scale === undefined ? [unbiased, one] : unbiased)
      return { output, mean, variance }
    },

    momentum: momentumUpdate(tf, backend),

    adam: composedAdam(tf),
  }
}

/** Registered as a kernel, since it has several outputs, and only the gradients that are needed are computed. */
function registerBatchNorm(tf: TensorFlow, native: Native): void {
  tf.registerKernel({
    kernelName: batchNorm,
    backendName: 'tensorflow',
    kernelFunc: ({ inputs, attrs }) => {
      const { x, scale, offset } = inputs as { x: Tensor; scale: Tensor; offset: Tensor }
      return native.batchNorm(x, scale, offset, (attrs as { epsilon: number }).epsilon)
    },
  })
  tf.registerGradient({
    kernelName: batchNorm,
    inputsToSave: ['x', 'scale'],
    outputsToSave: [false, false, false, true, true, true],
    gradFunc: (dys, saved, attrs) => {
      const [x, scale, ...reserved] = saved as [Tensor, Tensor, ...Tensor[]]
      const [dy] = dys as [Tensor]
      const { epsilon } = attrs as unknown as { epsilon: number }
      const gradients = lazily(() => native.batchNormGradient(dy, x, scale, reserved, epsilon))
      return { x: () => gradients()[0], scale: () => gradients()[1], offset: () => gradients()[2] }
    },
  })
}
