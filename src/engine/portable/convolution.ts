/** @file Convolution and its two gradients: Conv2D, FusedConv2D, Conv2DBackpropInput, Conv2DBackpropFilter. */

import { backend_util, type TensorInfo, util } from '@tensorflow/tfjs-core'
import { type Activation, activationCode, isFinishable } from './activation.js'
import type { Code } from './arguments.js'
import type { PortableBackend } from './backend.js'
import { type Address, NOWHERE } from './heap.js'
import { areFloat32, input, type Kernel, type KernelCall } from './kernel.js'
import { runMatmul } from './matmul.js'
import { DEPTH, multiplySize, packedColumns, packedRows } from './packing.js'
import { codes } from './signatures.js'
import { isSparse } from './sparsity.js'
import { type Window, windowOf, withWindow } from './window.js'
import { isWinograd, winograd, winogradFilterGradient } from './winograd.js'

const { LINEAR } = codes.Activation

/** The number of partial sums of a filter's gradient. It is independent of the number of threads, so that all
 * numbers of threads give the same bits. */
const GROUPS = 16

type Pad = Parameters<typeof backend_util.computeConv2DInfo>[4]

function windowFor(
  { attrs }: KernelCall,
  xShape: number[],
  filterShape: number[],
  dilations: number | [number, number],
): Window | undefined {
  if (attrs['dataFormat'] !== 'NHWC') return undefined
  const info = backend_util.computeConv2DInfo(
    xShape as [number, number, number, number],
    filterShape as [number, number, number, number],
    attrs['strides'] as number | [number, number],
    dilations,
    attrs['pad'] as Pad,
    attrs['dimRoundingMode'] as 'floor' | 'round' | 'ceil',
  )
  return windowOf(info)
}

const isEmpty = (w: Window): boolean =>
  w.batch * w.outHeight * w.outWidth * w.outChannels === 0 ||
  w.inHeight * w.inWidth * w.inChannels === 0

/** True for a 1x1 filter with stride 1: each pixel is a patch, so the image itself is the matrix of patches. */
const isPlain = (w: Window): boolean =>
  w.height * w.width * w.strideHeight * w.strideWidth === 1 && w.top === 0 && w.left === 0

function outputShape(w: Window): number[] {
  return [w.batch, w.outHeight, w.outWidth, w.outChannels]
}

/** Computes y = activation(x * filter + bias) from the addresses of the tensors. */
function convolve(
  backend: PortableBackend,
  w: Window,
  x: Address,
  filter: Address,
  y: Address,
  bias: Address,
  activation: Code<'Activation'>,
  sparse: boolean,
): void {
  const k = w.height * w.width * w.inChannels
  const n = w.outChannels
  const positions = w.batch * w.outHeight * w.outWidth
  if (isPlain(w)) {
    const shape = { m: positions, n, k, transposeA: false, transposeB: false }
    runMatmul(
      backend,
      { ...shape, sparse: sparse ? 'a' : undefined },
      x,
      filter,
      y,
      bias,
      activation,
    )
    return
  }
  // 256 KiB of patches fit into the second-level cache together with the filter's panels.
  const rows = Math.min(128, Math.max(16, Math.floor(65_536 / k / 4) * 4))
  backend.borrow(packedColumns(k, n), (packed) => {
    backend.pool.run('packFilter', Math.ceil(k / DEPTH), 0, { filter, to: packed, k, n })
    withWindow(backend, w, (window) => {
      const tasks = Math.ceil(positions / rows)
      const scratch = multiplySize(sparse) + 4 * rows * k
      const given = { x, packed, y, window, rows, bias, activation, sparse }
      backend.pool.run('convolve', tasks, scratch, given)
    })
  })
}

function forward(call: KernelCall, activation: Activation): TensorInfo | undefined {
  const { attrs, backend } = call
  const [x, filter] = [input(call, 'x'), input(call, 'filter')]
  const { bias, preluActivationWeights } = call.inputs
  const w = windowFor(call, x.shape, filter.shape, attrs['dilations'] as [number, number])
  if (w === undefined || !areFloat32(x, filter, bias)) return undefined
  if (preluActivationWeights !== undefined || !isFinishable(bias, w.outChannels, activation)) {
    return undefined
  }
  if (isEmpty(w)) return undefined
  const output = backend.output(outputShape(w))
  const [xAt, filterAt] = [backend.address(x), backend.address(filter)]
  const [y, biasAt] = [backend.address(output), backend.addressIfAny(bias)]
  const code = activationCode(activation)
  if (isWinograd(w)) winograd(backend, w, xAt, filterAt, y, false, biasAt, code)
  else convolve(backend, w, xAt, filterAt, y, biasAt, code, isSparse(backend, x))
  return output
}

/** The window of the convolution that computes dx from dy, for stride 1. */
function turned(w: Window): Window {
  return {
    ...w,
    inHeight: w.outHeight,
    inWidth: w.outWidth,
    inChannels: w.outChannels,
    outHeight: w.inHeight,
    outWidth: w.inWidth,
    outChannels: w.inChannels,
    top: w.height - 1 - w.top,
    left: w.width - 1 - w.left,
  }
}

function inputGradient(call: KernelCall): TensorInfo | undefined {
  const { attrs, backend } = call
  const [dy, filter] = [input(call, 'dy'), input(call, 'filter')]
  const w = windowFor(call, attrs['inputShape'] as number[], filter.shape, 1)
  if (w === undefined || !areFloat32(dy, filter) || isEmpty(w)) return undefined
  if (!util.arraysEqual(dy.shape, outputShape(w))) return undefined
  const output = backend.output(attrs['inputShape'] as number[])
  const [dyAt, filterAt] = [backend.address(dy), backend.address(filter)]
  const dx = backend.address(output)
  const taps = w.height * w.width
  if (isPlain(w)) {
    const shape = { m: w.batch * w.outHeight * w.outWidth, n: w.inChannels, k: w.outChannels }
    const sparse = isSparse(backend, dy) ? ('a' as const) : undefined
    runMatmul(
      backend,
      { ...shape, transposeA: false, transposeB: true, sparse },
      dyAt,
      filterAt,
      dx,
      NOWHERE,
      LINEAR,
    )
  } else if (isWinograd(w)) {
    winograd(backend, turned(w), dyAt, filterAt, dx, true, NOWHERE, LINEAR)
  } else if (w.strideHeight === 1 && w.strideWidth === 1) {
    backend.borrow(4 * taps * w.inChannels * w.outChannels, (rotated) => {
      const sizes = { taps, inputs: w.inChannels, outputs: w.outChannels }
      backend.pool.run('rotateFilter', taps, 0, { filter: filterAt, to: rotated, ...sizes })
      convolve(backend, turned(w), dyAt, rotated, dx, NOWHERE, LINEAR, isSparse(backend, dy))
    })
  } else {
    const k = taps * w.inChannels
    const sparse = isSparse(backend, dy)
    const patches = 4 * w.outHeight * w.outWidth * k
    const scratch = multiplySize(sparse) + packedColumns(DEPTH, k) + patches
    withWindow(backend, w, (window) => {
      const given = { dy: dyAt, filter: filterAt, dx, window, sparse }
      backend.pool.run('spreadPatches', w.batch, scratch, given)
    })
  }
  return output
}

function filterGradient(call: KernelCall): TensorInfo | undefined {
  const { attrs, backend } = call
  const [x, dy] = [input(call, 'x'), input(call, 'dy')]
  const shape = attrs['filterShape'] as number[]
  const w = windowFor(call, x.shape, shape, 1)
  if (w === undefined || !areFloat32(x, dy) || isEmpty(w)) return undefined
  if (!util.arraysEqual(dy.shape, outputShape(w))) return undefined
  const output = backend.output(shape)
  const [xAt, dyAt, to] = [backend.address(x), backend.address(dy), backend.address(output)]
  if (isWinograd(w)) {
    winogradFilterGradient(backend, w, xAt, dyAt, to)
    return output
  }
  const k = w.height * w.width * w.inChannels
  const n = w.outChannels
  const rows = Math.min(256, Math.max(64, Math.floor(65_536 / k / 16) * 16))
  const sparse = isSparse(backend, x)
  const scratch =
    multiplySize(sparse) +
    4 * w.inChannels +
    4 * rows +
    packedColumns(rows, n) +
    packedRows(rows, k) +
    (w.inChannels % 4 === 0 ? 0 : 4 * rows * k)
  backend.borrow(4 * GROUPS * k * n, (parts) => {
    withWindow(backend, w, (window) => {
      const given = { x: xAt, dy: dyAt, parts, window, groups: GROUPS, rows, sparse }
      backend.pool.run('convolveFilterGradient', GROUPS, scratch, given)
    })
    const block = 16_384
    const given = { parts, to, count: k * n, groups: GROUPS, block }
    backend.pool.run('sumParts', Math.ceil((k * n) / block), 0, given)
  })
  return output
}

export const convolutionKernels: Kernel[] = [
  { name: 'Conv2D', run: (call) => forward(call, 'linear') },
  { name: 'FusedConv2D', run: (call) => forward(call, call.attrs['activation'] as Activation) },
  { name: 'Conv2DBackpropInput', run: inputGradient },
  { name: 'Conv2DBackpropFilter', run: filterGradient },
]
