/** @file Batch normalisation with the batch's own statistics, one pass forward and one back. */

import type { TensorInfo } from '@tensorflow/tfjs-core'
import type { PortableBackend } from './backend.js'
import { input, type Kernel, type KernelCall } from './kernel.js'

/** Parts that a channel's sums are made of: as many for every number of threads. */
const GROUPS = 32
/** Rows of one task. */
const BLOCK = 512

/** Lends the sums of x and x * y over each group of rows. */
function withMoments(
  backend: PortableBackend,
  x: number,
  y: number,
  rows: number,
  channels: number,
  work: (parts: number) => void,
): void {
  backend.borrow(16 * GROUPS * channels, (parts) => {
    backend.pool.run('momentParts', GROUPS, 0, x, y, parts, rows, channels, GROUPS)
    work(parts)
  })
}

function sizes(x: TensorInfo): { rows: number; channels: number } {
  const channels = x.shape.at(-1) ?? 0
  return { rows: x.shape.slice(0, -1).reduce((product, size) => product * size, 1), channels }
}

function addressOr0(backend: PortableBackend, tensor: TensorInfo | undefined): number {
  return tensor === undefined ? 0 : backend.address(tensor)
}

/** Outputs mean, variance, and 1 / sqrt(variance + epsilon) of each channel. */
function moments(call: KernelCall): TensorInfo[] {
  const { attrs, backend } = call
  const x = input(call, 'x')
  const { rows, channels } = sizes(x)
  const outputs = [1, 2, 3].map(() => backend.output([channels]))
  const from = backend.address(x)
  withMoments(backend, from, from, rows, channels, (parts) => {
    const epsilon = attrs['epsilon'] as number
    const to = outputs.map((output) => backend.address(output))
    backend.pool.run('momentsOf', 1, 0, parts, rows, channels, GROUPS, epsilon, ...to)
  })
  return outputs
}

function normalize(call: KernelCall): TensorInfo[] {
  const { inputs, backend } = call
  const x = input(call, 'x')
  const { rows, channels } = sizes(x)
  const y = backend.output(x.shape)
  const given = [
    input(call, 'mean'),
    input(call, 'reciprocal'),
    inputs['scale'],
    input(call, 'offset'),
  ]
  backend.pool.run(
    'normalize',
    Math.ceil(rows / BLOCK),
    0,
    ...[backend.address(x), backend.address(y), rows, channels],
    ...given.map((tensor) => addressOr0(backend, tensor)),
    BLOCK,
  )
  return [y]
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
  const scale = addressOr0(backend, inputs['scale'])
  backend.borrow(12 * channels, (coefficients) => {
    withMoments(backend, dyAt, xAt, rows, channels, (parts) => {
      const to = [backend.address(dOffset), backend.address(dScale), coefficients]
      const given = [parts, rows, channels, GROUPS, mean, reciprocal, scale]
      backend.pool.run('normalizeGradients', 1, 0, ...given, ...to)
    })
    const to = [dyAt, xAt, backend.address(dx), rows, channels, mean, coefficients, BLOCK]
    backend.pool.run('normalizeInputGradient', Math.ceil(rows / BLOCK), 0, ...to)
  })
  return [dx, dOffset, dScale]
}

export const normalizationKernels: Kernel[] = [
  { name: 'BatchMoments', run: moments },
  { name: 'BatchNormalize', run: normalize },
  { name: 'BatchNormalizeGradients', run: gradients },
]
