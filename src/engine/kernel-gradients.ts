/** @file Gradients that TensorFlow.js composes of several kernels and that a single kernel computes here. */

import type { GradConfig, Tensor } from '@tensorflow/tfjs-core'
import type { TensorFlow } from './engine.js'

/** Replaces the gradients of these kernels while `backendName` is current; other backends keep theirs. */
export function registerGradients(
  tf: TensorFlow,
  backendName: string,
  kernels: readonly ('Relu' | 'Mean')[],
): void {
  const replace = (kernelName: 'Relu' | 'Mean', own: GradConfig['gradFunc']) => {
    if (!kernels.includes(kernelName)) return
    const usual = tf.getGradient(kernelName)
    tf.registerGradient({
      ...usual,
      gradFunc: (dy, saved, attrs) =>
        (tf.getBackend() === backendName ? own : usual.gradFunc)(dy, saved, attrs),
    })
  }
  const run = (kernel: string, inputs: Record<string, Tensor>, attrs = {}): Tensor =>
    tf.engine().runKernel(kernel, inputs, attrs)

  replace('Relu', (dy, [x]) => ({
    x: () => run('ReluGradient', { a: dy as Tensor, b: x as Tensor }),
  }))
  replace('Mean', (dy, [x], attrs) => ({
    x: () => {
      const { shape } = x as Tensor
      const axes = tf.util.parseAxisParam(attrs['axis'] as number | number[], shape)
      const kept = shape.map((size, axis) => (axes.includes(axis) ? 1 : size))
      const count = tf.util.sizeFromShape(axes.map((axis) => shape[axis] ?? 1))
      const spread = tf.div(tf.reshape(dy as Tensor, kept), count)
      return run('Expand', { x: spread }, { shape })
    },
  }))
}
