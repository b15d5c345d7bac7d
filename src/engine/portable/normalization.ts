/** @file Batch normalisation with the statistics of the batch, one pass forward and one backward. */

import { type TensorInfo, util } from '@tensorflow/tfjs-core'
import type { PortableBackend } from './backend.js'
import { type Address, later } from './heap.js'
import { areFloat32, input, type Kernel, type KernelCall } from './kernel.js'

/** The number of partial sums of a channel, independent of the number of threads so that the bits are too. */
const GROUPS = 32
/** Rows that one task computes. */
const BLOCK = 512

/** Passes the sums of x and of x * y over each group of rows to `work`. */
function withMoments(
  backend: PortableBackend,
  x: Address,
  y: Address,
  rows: number,
  channels: number,
  work: (parts: Address) => void,
): void {
  backend.borrow(16 * GROUPS * channels, (parts) => {
    const given = { x, y, parts, rows, channels, groups: GROUPS }
    backend.pool.run('momentParts', GROUPS, 0, given)
    work(parts)
  })
}

function sizes(x: TensorInfo): { rows: number; channels: number } {
  const channels = x.shape.at(-1) ?? 0
  return { rows: x.shape.slice(0, -1).reduce((product, size) => product * size, 1), channels }
}

/** Outputs mean, variance, and 1 / sqrt(variance + epsilon) of each channel. */
function moments(call: KernelCall): TensorInfo[] {
  const { attrs, backend } = call
  const x = input(call, 'x')
  const { rows, channels } = sizes(x)
  const [mean, variance, reciprocal] = [
    backend.output([channels]),
    backend.output([channels]),
    backend.output([channels]),
  ]
  const from = backend.address(x)
  withMoments(backend, from, from, rows, channels, (parts) => {
    backend.pool.run('momentsOf', 1, 0, {
      ...{ parts, rows, channels, groups: GROUPS, epsilon: attrs['epsilon'] as number },
      mean: backend.address(mean),
      variance: backend.address(variance),
      reciprocal: backend.address(reciprocal),
    })
  })
  return [mean, variance, reciprocal]
}

function normalize(call: KernelCall): TensorInfo[] {
  const { inputs, backend } = call
  const x = input(call, 'x')
  const { rows, channels } = sizes(x)
  const y = backend.output(x.shape)
  backend.pool.run('normalize', Math.ceil(rows / BLOCK), 0, {
    x: backend.address(x),
    y: backend.address(y),
    rows,
    channels,
    mean: backend.address(input(call, 'mean')),
    reciprocal: backend.address(input(call, 'reciprocal')),
    scale: backend.addressIfAny(inputs['scale']),
    offset: backend.address(input(call, 'offset')),
    block: BLOCK,
  })
  return [y]
}

/** Normalises with given statistics, as in evaluation; offset and scale are optional. */
function normalizeAs(call: KernelCall): TensorInfo | undefined {
  const { inputs, attrs, backend } = call
  const [x, mean, variance] = [input(call, 'x'), input(call, 'mean'), input(call, 'variance')]
  const { offset, scale } = inputs
  const { rows, channels } = sizes(x)
  const perChannel = [mean, variance, offset, scale]
  if (!areFloat32(x, ...perChannel)) return undefined
  if (perChannel.some((one) => one !== undefined && util.sizeFromShape(one.shape) !== channels)) {
    return undefined
  }
  const y = backend.output(x.shape)
  if (rows * channels === 0) return y
  const epsilon = (attrs['varianceEpsilon'] as number | undefined) ?? 0.001
  const varianceAt = backend.address(variance)
  backend.borrow(8 * channels, (reciprocal) => {
    const { buffer } = backend.heap.memory
    const spread = new Float32Array(buffer, varianceAt, channels)
    new Float32Array(buffer, reciprocal, channels).set(
      spread.map((v) => 1 / Math.sqrt(v + epsilon)),
    )
    const zeros = later(reciprocal, 4 * channels)
    new Float32Array(buffer, zeros, channels).fill(0)
    backend.pool.run('normalize', Math.ceil(rows / BLOCK), 0, {
      x: backend.address(x),
      y: backend.address(y),
      rows,
      channels,
      mean: backend.address(mean),
      reciprocal,
      scale: backend.addressIfAny(scale),
      offset: offset === undefined ? zeros : backend.address(offset),
      block: BLOCK,
    })
  })
  return y
}

/** Outputs dx, doffset, dscale. */
function gradients(call: KernelCall): TensorInfo[] {
  const { inputs, backend } = call
  const [dy, x] = [input(call, 'dy'), input(call, 'x')]
  const { rows, channels } = sizes(x)
  const [dx, dOffset, dScale] = [
    backend.output(x.shape),
    backend.output([channels]),
    backend.output([channels]),
  ]
  const [dyAt, xAt] = [backend.address(dy), backend.address(x)]
  const mean = backend.address(input(call, 'mean'))
  const reciprocal = backend.address(input(call, 'reciprocal'))
  const scale = backend.addressIfAny(inputs['scale'])
  backend.borrow(12 * channels, (coefficients) => {
    const shared = { rows, channels, mean, coefficients }
    withMoments(backend, dyAt, xAt, rows, channels, (parts) => {
      backend.pool.run('normalizeGradients', 1, 0, {
        ...{ ...shared, parts, groups: GROUPS, reciprocal, scale },
        dOffset: backend.address(dOffset),
        dScale: backend.address(dScale),
      })
    })
    const given = { ...shared, dy: dyAt, x: xAt, dx: backend.address(dx), block: BLOCK }
    backend.pool.run('normalizeInputGradient', Math.ceil(rows / BLOCK), 0, given)
  })
  return [dx, dOffset, dScale]
}

export const normalizationKernels: Kernel[] = [
  { name: 'BatchMoments', run: moments },
  { name: 'BatchNormalize', run: normalize },
  { name: 'FusedBatchNorm', run: normalizeAs },
  { name: 'BatchNormalizeGradients', run: gradients },
]
