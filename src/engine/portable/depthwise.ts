/** @file Depthwise convolution and its two gradients. */

import { backend_util, type TensorInfo, util } from '@tensorflow/tfjs-core'
import { areFloat32, input, type Kernel, type KernelCall } from './kernel.js'
import { type Window, windowOf, withWindow } from './window.js'

type Shape4D = [number, number, number, number]
type Pad = Parameters<typeof backend_util.computeConv2DInfo>[4]

function windowFor({ attrs }: KernelCall, xShape: number[], filterShape: number[]): Window {
  const info = backend_util.computeConv2DInfo(
    xShape as Shape4D,
    filterShape as Shape4D,
    attrs['strides'] as number | [number, number],
    (attrs['dilations'] as number | [number, number] | undefined) ?? 1,
    attrs['pad'] as Pad,
    attrs['dimRoundingMode'] as 'floor' | 'round' | 'ceil',
    true,
  )
  return windowOf(info)
}

/** Bytes of scratch for one float64 sum for each output channel. */
const sums = (w: Window): number => 8 * w.outChannels

const isEmpty = (w: Window): boolean =>
  w.batch * w.outHeight * w.outWidth * w.outChannels * w.inHeight * w.inWidth === 0

/** True if dy has the shape of the window's output and there is no dilation, which the gradients do not support. */
const isGradient = (w: Window, dy: TensorInfo): boolean =>
  w.dilationHeight * w.dilationWidth === 1 &&
  util.arraysEqual(dy.shape, [w.batch, w.outHeight, w.outWidth, w.outChannels])

function forward(call: KernelCall): TensorInfo | undefined {
  const { attrs, backend } = call
  const [x, filter] = [input(call, 'x'), input(call, 'filter')]
  const strides = attrs['strides'] as number | [number, number]
  const dilations = (attrs['dilations'] as number | [number, number] | undefined) ?? 1
  // The cpu backend throws the error for strides together with dilations.
  if (!backend_util.eitherStridesOrDilationsAreOne(strides, dilations)) return undefined
  const w = windowFor(call, x.shape, filter.shape)
  if (!areFloat32(x, filter) || isEmpty(w)) return undefined
  const output = backend.output([w.batch, w.outHeight, w.outWidth, w.outChannels])
  const given = {
    x: backend.address(x),
    filter: backend.address(filter),
    y: backend.address(output),
  }
  withWindow(backend, w, (window) => {
    backend.pool.run('depthwise', w.batch * w.outHeight, 0, { ...given, window })
  })
  return output
}

function inputGradient(call: KernelCall): TensorInfo | undefined {
  const { attrs, backend } = call
  const [dy, filter] = [input(call, 'dy'), input(call, 'filter')]
  const shape = attrs['inputShape'] as number[]
  const w = windowFor(call, shape, filter.shape)
  if (!areFloat32(dy, filter) || isEmpty(w) || !isGradient(w, dy)) return undefined
  const output = backend.output(shape)
  const given = {
    dy: backend.address(dy),
    filter: backend.address(filter),
    dx: backend.address(output),
  }
  withWindow(backend, w, (window) => {
    const tasks = w.batch * w.inHeight
    backend.pool.run('depthwiseInputGradient', tasks, sums(w), { ...given, window })
  })
  return output
}

function filterGradient(call: KernelCall): TensorInfo | undefined {
  const { attrs, backend } = call
  const [x, dy] = [input(call, 'x'), input(call, 'dy')]
  const shape = attrs['filterShape'] as number[]
  const w = windowFor(call, x.shape, shape)
  if (!areFloat32(x, dy) || isEmpty(w) || !isGradient(w, dy)) return undefined
  const output = backend.output(shape)
  const given = {
    x: backend.address(x),
    dy: backend.address(dy),
    dFilter: backend.address(output),
  }
  withWindow(backend, w, (window) => {
    const tasks = w.height * w.width
    backend.pool.run('depthwiseFilterGradient', tasks, sums(w), { ...given, window })
  })
  return output
}

export const depthwiseKernels: Kernel[] = [
  { name: 'DepthwiseConv2dNative', run: forward },
  { name: 'DepthwiseConv2dNativeBackpropInput', run: inputGradient },
  { name: 'DepthwiseConv2dNativeBackpropFilter', run: filterGradient },
]
