/** @file Pooling and its gradients: MaxPool, AvgPool, MaxPoolGrad, AvgPoolGrad. */

import { backend_util, type TensorInfo, util } from '@tensorflow/tfjs-core'
import type { Code } from './arguments.js'
import { areFloat32, input, type Kernel, type KernelCall } from './kernel.js'
import { codes } from './signatures.js'
import { type Window, windowOf, withWindow } from './window.js'

const { MAXIMUM, MEAN } = codes.Pooling

type Pad = Parameters<typeof backend_util.computePool2DInfo>[4]

function windowFor({ attrs }: KernelCall, shape: number[]): Window {
  const info = backend_util.computePool2DInfo(
    shape as [number, number, number, number],
    attrs['filterSize'] as number | [number, number],
    attrs['strides'] as number | [number, number],
    1,
    attrs['pad'] as Pad,
    attrs['dimRoundingMode'] as 'floor' | 'round' | 'ceil',
  )
  return windowOf(info)
}

/** True for empty images and for one-pixel windows that copy the image; both are left to the cpu backend. */
const isTrivial = (w: Window): boolean =>
  w.batch * w.inHeight * w.inWidth * w.inChannels * w.outHeight * w.outWidth === 0 ||
  (w.height * w.width === 1 && w.inHeight === w.outHeight && w.inWidth === w.outWidth)

const shapeOf = (w: Window): number[] => [w.batch, w.outHeight, w.outWidth, w.outChannels]

function pool(call: KernelCall, operation: Code<'Pooling'>): TensorInfo | undefined {
  const { backend } = call
  const x = input(call, 'x')
  const w = windowFor(call, x.shape)
  if (!areFloat32(x) || isTrivial(w)) return undefined
  const output = backend.output(shapeOf(w))
  const given = { operation, x: backend.address(x), y: backend.address(output) }
  withWindow(backend, w, (window) => {
    backend.pool.run('pool', w.batch, 0, { ...given, window })
  })
  return output
}

function maxGradient(call: KernelCall): TensorInfo | undefined {
  const { backend } = call
  const [dy, x, y] = [input(call, 'dy'), input(call, 'input'), input(call, 'output')]
  const w = windowFor(call, x.shape)
  if (!areFloat32(dy, x, y) || isTrivial(w) || !util.arraysEqual(dy.shape, shapeOf(w)))
    return undefined
  const output = backend.output(x.shape)
  const given = {
    dy: backend.address(dy),
    x: backend.address(x),
    y: backend.address(y),
    dx: backend.address(output),
  }
  withWindow(backend, w, (window) => {
    backend.pool.run('maxPoolGradient', w.batch, 0, { ...given, window })
  })
  return output
}

function meanGradient(call: KernelCall): TensorInfo | undefined {
  const { backend } = call
  const [dy, x] = [input(call, 'dy'), input(call, 'input')]
  const w = windowFor(call, x.shape)
  if (!areFloat32(dy, x) || isTrivial(w) || !util.arraysEqual(dy.shape, shapeOf(w)))
    return undefined
  const output = backend.output(x.shape)
  const given = { dy: backend.address(dy), dx: backend.address(output) }
  withWindow(backend, w, (window) => {
    backend.pool.run('meanPoolGradient', w.batch, 0, { ...given, window })
  })
  return output
}

export const poolingKernels: Kernel[] = [
  { name: 'MaxPool', run: (call) => pool(call, MAXIMUM) },
  { name: 'AvgPool', run: (call) => pool(call, MEAN) },
  { name: 'MaxPoolGrad', run: maxGradient },
  { name: 'AvgPoolGrad', run: meanGradient },
]
