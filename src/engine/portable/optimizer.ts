/** @file The step of SGD with momentum, in place. */

import { type TensorInfo, util } from '@tensorflow/tfjs-core'
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

export const optimizerKernels: Kernel[] = [{ name: 'Momentum', run: momentum }]
