/** @file Softmax cross-entropy and its gradient. */

import type { TensorInfo } from '@tensorflow/tfjs-core'
import { input, type Kernel, type KernelCall } from './kernel.js'

/** Rows of one task. */
const BLOCK = 64

/** Outputs the loss of each row and log softmax(logits). */
function crossEntropy(call: KernelCall): TensorInfo[] {
  const { backend } = call
  const [logits, labels] = [input(call, 'logits'), input(call, 'labels')]
  const [rows, classes] = logits.shape as [number, number]
  const [loss, logarithms] = [backend.output([rows]), backend.output(logits.shape)]
  const addresses = [logits, labels, loss, logarithms].map((tensor) => backend.address(tensor))
  const tasks = Math.ceil(rows / BLOCK)
  backend.pool.run('crossEntropy', tasks, 0, ...addresses, rows, classes, BLOCK)
  return [loss, logarithms]
}

/** Outputs dlogits and dlabels. */
function gradient(call: KernelCall): TensorInfo[] {
  const { backend } = call
  const [upstream, logarithms, labels] = [
    input(call, 'upstream'),
    input(call, 'logarithms'),
    input(call, 'labels'),
  ]
  const [rows, classes] = logarithms.shape as [number, number]
  const outputs = [backend.output(logarithms.shape), backend.output(logarithms.shape)]
  const tensors = [upstream, logarithms, labels, ...outputs]
  const addresses = tensors.map((tensor) => backend.address(tensor))
  const tasks = Math.ceil(rows / BLOCK)
  backend.pool.run('crossEntropyGradient', tasks, 0, ...addresses, rows, classes, BLOCK)
  return outputs
}

export const lossKernels: Kernel[] = [
  { name: 'CrossEntropy', run: crossEntropy },
  { name: 'CrossEntropyGradient', run: gradient },
]
