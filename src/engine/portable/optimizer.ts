/** @file The steps of SGD with momentum and of Adam, in place. */

import { type TensorInfo, util } from '@tensorflow/tfjs-core'
import type { AdamFactors } from '../operations.js'
import { input, type Kernel, type KernelCall } from './kernel.js'

/** Values that one task updates. */
const BLOCK = 32_768

/** Changes `weight` and `velocity`, whose memory no other tensor may share, and has no outputs. */
function momentum(call: KernelCall): TensorInfo[] {
  const { attrs, backend } = call
  const weight = input(call, 'weight')
  const count = util.sizeFromShape(weight.shape)
  backend.pool.run('momentum', Math.ceil(count / BLOCK), 0, {
    weight: backend.address(weight),
    velocity: backend.address(input(call, 'velocity')),
    gradient: backend.address(input(call, 'gradient')),
    count,
    rate: attrs['rate'] as number,
    decay: attrs['momentum'] as number,
    nesterov: attrs['nesterov'] === true,
    block: BLOCK,
  })
  return []
}

/** Changes `weight`, `mean` and `square`, whose memory no other tensor may share, and has no outputs. */
function adam(call: KernelCall): TensorInfo[] {
  const { attrs, backend } = call
  const weight = input(call, 'weight')
  const count = util.sizeFromShape(weight.shape)
  const { beta1, beta2, epsilon, root, change, kept } = attrs as unknown as AdamFactors
  backend.pool.run('adam', Math.ceil(count / BLOCK), 0, {
    weight: backend.address(weight),
    mean: backend.address(input(call, 'mean')),
    square: backend.address(input(call, 'square')),
    gradient: backend.address(input(call, 'gradient')),
    count,
    ...{ beta1, rest1: 1 - beta1, beta2, rest2: 1 - beta2, root, epsilon, change, kept },
    block: BLOCK,
  })
  return []
}

export const optimizerKernels: Kernel[] = [
  { name: 'Momentum', run: momentum },
  { name: 'Adam', run: adam },
]
