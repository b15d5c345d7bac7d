/** @file Arithmetic on single elements: binary with broadcasting, unary, and fills. */

import { backend_util, type TensorInfo, util } from '@tensorflow/tfjs-core'
import type { PortableBackend } from './backend.js'
import { broadcastAxes } from './broadcast.js'
import { areFloat32, input, type Kernel, type KernelCall } from './kernel.js'

/** Codes of assembly/elementwise.ts by kernel name. */
const binaryCodes = {
  Add: 0,
  Sub: 1,
  Multiply: 2,
  RealDiv: 3,
  Maximum: 4,
  Minimum: 5,
  SquaredDifference: 6,
  ReluGradient: 7,
  Pow: 8,
}

const unaryCodes = {
  Relu: 0,
  Step: 1,
  Neg: 2,
  Square: 3,
  Sqrt: 4,
  Rsqrt: 5,
  Abs: 6,
  Reciprocal: 7,
  Floor: 8,
  Ceil: 9,
  Exp: 10,
  Log: 11,
  Tanh: 12,
  Sigmoid: 13,
  Expm1: 14,
  Log1p: 15,
}

/** Elements of one task: enough to be worth a thread's while, few enough to balance. */
const BLOCK = 32_768

function runBinary(
  backend: PortableBackend,
  code: number,
  a: TensorInfo,
  b: TensorInfo,
  shape: number[],
): TensorInfo | undefined {
  const axes = broadcastAxes(a.shape, b.shape, shape)
  if (axes === undefined) return undefined
  const output = backend.output(shape)
  const total = util.sizeFromShape(shape)
  const [first, second, third, inner] = axes
  backend.pool.run(
    'binary',
    Math.ceil(total / BLOCK),
    0,
    code,
    ...[backend.address(a), backend.address(b), backend.address(output)],
    ...[total, BLOCK, second.size, third.size, inner.size],
    ...[4 * first.a, 4 * second.a, 4 * third.a, 4 * inner.a],
    ...[4 * first.b, 4 * second.b, 4 * third.b, 4 * inner.b],
  )
  return output
}

function binary({ inputs, backend }: KernelCall, code: number): TensorInfo | undefined {
  const { a, b } = inputs
  if (a === undefined || b === undefined || !areFloat32(a, b)) return undefined
  return runBinary(backend, code, a, b, backend_util.assertAndGetBroadcastShape(a.shape, b.shape))
}

function unary(call: KernelCall, code: number): TensorInfo | undefined {
  const { attrs, backend } = call
  const x = input(call, 'x')
  if (!areFloat32(x)) return undefined
  const output = backend.output(x.shape)
  const total = util.sizeFromShape(x.shape)
  const parameter = (attrs['alpha'] as number | undefined) ?? 0
  const addresses = [backend.address(x), backend.address(output)]
  const tasks = Math.ceil(total / BLOCK)
  backend.pool.run('unary', tasks, 0, code, ...addresses, total, BLOCK, parameter)
  return output
}

/** x repeated along its axes of size 1 until it has `shape`. */
function expand(call: KernelCall): TensorInfo | undefined {
  const { attrs, backend } = call
  const zero = filled(backend, [], 0)
  const output = runBinary(
    backend,
    binaryCodes.Add,
    input(call, 'x'),
    zero,
    attrs['shape'] as number[],
  )
  backend.disposeData(zero.dataId)
  return output
}

function filled(backend: PortableBackend, shape: number[], value: number): TensorInfo {
  const output = backend.output(shape)
  const total = util.sizeFromShape(shape)
  const address = backend.address(output)
  backend.pool.run('fill', Math.ceil(total / BLOCK), 0, address, total, BLOCK, value)
  return output
}

function like(call: KernelCall, value: number): TensorInfo | undefined {
  const x = input(call, 'x')
  return areFloat32(x) ? filled(call.backend, x.shape, value) : undefined
}

export const elementwiseKernels: Kernel[] = [
  ...Object.entries(binaryCodes).map(([name, code]) => ({
    name,
    run: (call: KernelCall) => binary(call, code),
  })),
  ...Object.entries(unaryCodes).map(([name, code]) => ({
    name,
    run: (call: KernelCall) => unary(call, code),
  })),
  { name: 'Expand', run: expand },
  { name: 'ZerosLike', run: (call) => like(call, 0) },
  { name: 'OnesLike', run: (call) => like(call, 1) },
  {
    name: 'Fill',
    run: ({ attrs, backend }) => {
      const { shape, value, dtype } = attrs
      const isFloat = dtype === 'float32' || (dtype === undefined && typeof value === 'number')
      return isFloat ? filled(backend, shape as number[], value as number) : undefined
    },
  },
]
