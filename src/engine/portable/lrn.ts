/** @file Local response normalisation and its gradient: LRN, LRNGrad. */

import { type TensorInfo, util } from '@tensorflow/tfjs-core'
import { areFloat32, input, type Kernel, type KernelCall } from './kernel.js'

/** Pixels of one task. */
const BLOCK = 256

function run(call: KernelCall, kernel: string, names: string[]): TensorInfo | undefined {
  const { attrs, backend } = call
  const tensors = names.map((name) => input(call, name))
  const shape = tensors[0]?.shape ?? []
  const channels = shape.at(-1) ?? 0
  if (!areFloat32(...tensors) || channels === 0) return undefined
  const radius = Math.min(attrs['depthRadius'] as number, channels)
  const pixels = util.sizeFromShape(shape) / channels
  const output = backend.output(shape)
  backend.pool.run(
    kernel,
    Math.ceil(pixels / BLOCK),
    8 * (channels + 2 * radius + 8),
    ...[...tensors, output].map((tensor) => backend.address(tensor)),
    ...[pixels, channels, radius],
    ...[attrs['bias'] as number, attrs['alpha'] as number, attrs['beta'] as number],
    BLOCK,
  )
  return output
}

export const lrnKernels: Kernel[] = [
  { name: 'LRN', run: (call) => run(call, 'lrn', ['x']) },
  { name: 'LRNGrad', run: (call) => run(call, 'lrnGradient', ['x', 'y', 'dy']) },
]
