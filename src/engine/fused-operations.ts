/**
 * @file genspec's operations, computed by the kernels (`BatchMoments`, `Momentum`, …) that the portable and the
 * webgpu backend register.
 */

import type {
  NamedTensorMap,
  Tensor,
  Tensor1D,
  Tensor2D,
  Tensor4D,
  Variable,
} from '@tensorflow/tfjs-core'
import type { TensorFlow } from './engine.js'
import type { AdamFactors, Operations } from './operations.js'

type Save = (tensors: Tensor[]) => void

export function fusedOperations(tf: TensorFlow): Operations {
  const backend = tf.backend()
  const run = (kernel: string, inputs: NamedTensorMap, attrs = {}): Tensor[] =>
    tf.engine().runKernel(kernel, inputs, attrs)

  const crossEntropy = tf.customGrad((logits, labels, save) => {
    const inputs = { logits: logits as Tensor2D, labels: labels as Tensor2D }
    const [loss, logarithms] = run('CrossEntropy', inputs) as [Tensor1D, Tensor2D]
    ;(save as Save)([logarithms, inputs.labels])
    return {
      value: loss,
      gradFunc: (upstream, saved) => {
        const [logarithms, labels] = saved as [Tensor2D, Tensor2D]
        return run('CrossEntropyGradient', { upstream, logarithms, labels })
      },
    }
  })

  function batchNorm(
    x: Tensor4D,
    offset: Tensor1D,
    scale: Tensor1D | undefined,
    epsilon: number,
  ): { output: Tensor4D; mean: Tensor1D; variance: Tensor1D } {
    // Computed outside the differentiated function, which would dispose of them.
    const moments = run('BatchMoments', { x }, { epsilon })
    const [mean, variance, reciprocal] = moments as [Tensor1D, Tensor1D, Tensor1D]
    const operation = tf.customGrad((...args) => {
      const save = args.pop() as unknown as Save
      const [x, offset, scale] = args as [Tensor4D, Tensor1D, Tensor1D | undefined]
      const given = { x, mean, reciprocal, ...(scale === undefined ? {} : { scale }) }
      save(Object.values(given))
      return {
        value: run('BatchNormalize', { ...given, offset })[0] as Tensor4D,
        gradFunc: (dy, saved) => {
          const [x, mean, reciprocal, scale] = saved as [Tensor, Tensor, Tensor, Tensor | undefined]
          const scaled = scale === undefined ? {} : { scale }
          const all = run('BatchNormalizeGradients', { dy, x, mean, reciprocal, ...scaled })
          return scale === undefined ? all.slice(0, 2) : all
        },
      }
    })
    const output = operation(x, offset, ...(scale === undefined ? [] : [scale])) as Tensor4D
    return { output, mean, variance }
  }

  function momentum(
    weight: Variable,
    velocity: Variable,
    gradient: Tensor,
    settings: { rate: number; momentum: number; nesterov: boolean },
  ): void {
    unshare(weight, velocity)
    run('Momentum', { weight, velocity, gradient }, settings)
  }

  function adam(
    weight: Variable,
    mean: Variable,
    square: Variable,
    gradient: Tensor,
    factors: AdamFactors,
  ): void {
    unshare(weight, mean, square)
    run('Adam', { weight, mean, square, gradient }, factors)
  }

  /** Separates variables from their clones before a change in place, since clones share the variable's values. */
  function unshare(...variables: Variable[]): void {
    for (const variable of variables) {
      if (backend.refCount(variable.dataId) === 1) continue
      const copy = tf.add(variable, 0)
      variable.assign(copy as typeof variable)
      copy.dispose()
    }
  }

  return {
    crossEntropy: (logits, labels) => crossEntropy(logits, labels) as Tensor1D,
    batchNorm,
    momentum,
    adam,
  }
}
