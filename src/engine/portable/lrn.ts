/** @file Local response normalisation and its gradient: LRN, LRNGrad. */

import { type TensorInfo, util } from '@tensorflow/tfjs-core'
import { areFloat32, input, type Kernel, type KernelCall } from './kernel.js'

/** Pixels that one task computes. */
const BLOCK = 256

/** The arguments that both kernels share. */
function settings({ attrs }: KernelCall, shape: number[]) {
  const channels = shape.at(-1) ?? 0
  return {
    pixels: util.sizeFromShape(shape) / channels,
    channels,
    radius: Math.min(attrs['depthRadius'] as number, channels),
    bias: attrs['bias'] as number,
    alpha: attrs['alpha'] as number,
    beta: attrs['beta'] as number,
    block: BLOCK,
  }
}

const tasksOf = ({ pixels }: { pixels: number }) => Math.ceil(pixels / BLOCK)

const scratchOf = ({ channels, radius }: { channels: number; radius: number }) =>
  8 * (channels + 2 * radius + 8)

function forward(call: KernelCall): TensorInfo | undefined {
  const { backend } = call
  const x = input(call, 'x')
  const shared = settings(call, x.shape)
  if (!areFloat32(x) || shared.channels === 0) return undefined
  const output = backend.output(x.shape)
  const [from, y] = [backend.address(x), backend.address(output)]
  backend.pool.run('lrn', tasksOf(shared), scratchOf(shared), { x: from, y, ...shared })
  return output
}

function gradient(call: KernelCall): TensorInfo | undefined {
  const { backend } = call
  const [x, y, dy] = [input(call, 'x'), input(call, 'y'), input(call, 'dy')]
  const shared = settings(call, x.shape)
  if (!areFloat32(x, y, dy) || shared.channels === 0) return undefined
  const output = backend.output(x.shape)
  backend.pool.run('lrnGradient', tasksOf(shared), scratchOf(shared), {
    x: backend.address(x),
    y: backend.address(y),
    dy: backend.address(dy),
    dx: backend.address(output),
    ...shared,
  })
  return output
}

export const lrnKernels: Kernel[] = [
  { name: 'LRN', run: forward },
  { name: 'LRNGrad', run: gradient },
]
