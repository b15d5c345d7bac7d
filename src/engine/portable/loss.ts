/** @file Softmax cross-entropy and its gradient. */

import type { TensorInfo } from '@tensorflow/tfjs-core'
import { input, type Kernel, type KernelCall } from './kernel.js'

/** Rows that one task computes. */
const BLOCK = 64

/** Outputs the loss of each row and log softmax(logits). */
function crossEntropy(call: KernelCall): TensorInfo[] {
  const { backend } = call
  const [logits, labels] = [input(call, 'logits'), input(call, 'labels')]
  const [rows, classes] = logits.shape as [number, number]
  const [loss, logarithms] = [backend.output([rows]), backend.output(logits.shape)]
  backend.pool.run('crossEntropy', Math.ceil(rows / BLOCK), 0, {
    logits: backend.address(logits),
    labels: backend.address(labels),
    loss: backend.address(loss),
    logarithms: backend.address(logarithms),
    rows,
    classes,
    block: BLOCK,
  })
  return [loss, logarithms]
}

/** Outputs dlogits and dlabels. */
function gradient(call: KernelCall): TensorInfo[] {
  const { backend } = call
  const logarithms = input(call, 'logarithms')
  const [rows, classes] = logarithms.shape as [number, number]
  const [dLogits, dLabels] = [backend.output(logarithms.shape), backend.output(logarithms.shape)]
  backend.pool.run('crossEntropyGradient', Math.ceil(rows / BLOCK), 0, {
    upstream: backend.address(input(call, 'upstream')),
    logarithms: backend.address(logarithms),
    labels: backend.address(input(call, 'labels')),
    dLogits: backend.address(dLogits),
    dLabels: backend.address(dLabels),
    rows,
    classes,
    block: BLOCK,
  })
  return [dLogits, dLabels]
}

export const lossKernels: Kernel[] = [
  { name: 'CrossEntropy', run: crossEntropy },
  { name: 'CrossEntropyGradient', run: gradient },
]
