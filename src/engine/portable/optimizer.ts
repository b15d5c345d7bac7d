/** @file The steps of SGD with momentum and of Adam, in place. */

import { type TensorInfo, util } from '@tensorflow/tfjs-core'
import type { AdamFactors } from '../operations.js'
import { input, type Kernel, type KernelCall } from './kernel.js'

/** Values of one task. */
const BLOCK = 32_768

/** Changes `weight` and `velocity`, which nobody else may share, and outputs nothing. */
function momentum(call: KernelCall): TensorInfo[] {
  const { attrs, backend } = call
  const tensors = [input(call, 'weight'), input(call, 'velocity'), input(call, 'gradient')]
  const count = util.sizeFromShape(tensors[0]?.shape ?? [])
  backend.pool.run(
    'momentum',
    Math.ceil(count / BLOCK),
    0,
    ...tensors.map((tensor) => backend.address(tensor)),
    count,
    ...[attrs['rate'] as number, attrs['momentum'] as number, attrs['nesterov'] === true ? 1 : 0],
    BLOCK,
  )
  return []
}

/** Changes `weight`, `mean` and `square`, which nobody else may share, and outputs nothing. */
function adam(call: KernelCall): TensorInfo[] {
  const { attrs, backend } = call
  const tensors = ['weight', 'mean', 'square', 'gradient'].map((name) => input(call, name))
  const count = util.sizeFromShape(tensors[0]?.shape ?? [])
  const { beta1, beta2, epsilon, root, change, kept } = attrs as unknown as AdamFactors
  backend.pool.run(
    'adam',
    Math.ceil(count / BLOCK),
    0,
    ...tensors.map((tensor) => backend.address(tensor)),
    count,
    ...[beta1, 1 - beta1, beta2, 1 - beta2, root, epsilon, change, kept],
    BLOCK,
  )
  return []
}

export const optimizerKernels: Kernel[] = [
  { name: 'Momentum', run: momentum },
  { name: 'Adam', run: adam },
]
