/** @file Arithmetic on single elements: binary with broadcasting, unary, and fills. */

import { backend_util, type TensorInfo, util } from '@tensorflow/tfjs-core'
import type { Code } from './arguments.js'
import type { PortableBackend } from './backend.js'
import { broadcastAxes } from './broadcast.js'
import { areFloat32, input, type Kernel, type KernelCall } from './kernel.js'
import { codes } from './signatures.js'

const { Binary, Unary } = codes

/** Operations by kernel name. */
const binaryOperations = {
  Add: Binary.ADD,
  Sub: Binary.SUB,
  Multiply: Binary.MULTIPLY,
  RealDiv: Binary.DIVIDE,
  Maximum: Binary.MAXIMUM,
  Minimum: Binary.MINIMUM,
  SquaredDifference: Binary.SQUARED_DIFFERENCE,
  ReluGradient: Binary.RELU_GRADIENT,
  Pow: Binary.POWER,
}

const unaryOperations = {
  Relu: Unary.RELU,
  Step: Unary.STEP,
  Neg: Unary.NEGATE,
  Square: Unary.SQUARE,
  Sqrt: Unary.SQUARE_ROOT,
  Rsqrt: Unary.RECIPROCAL_ROOT,
  Abs: Unary.ABSOLUTE,
  Reciprocal: Unary.RECIPROCAL,
  Floor: Unary.FLOOR,
  Ceil: Unary.CEIL,
  Exp: Unary.EXP,
  Log: Unary.LOG,
  Tanh: Unary.TANH,
  Sigmoid: Unary.SIGMOID,
  Expm1: Unary.EXPM1,
  Log1p: Unary.LOG1P,
}

/** Elements of one task: enough to repay waking a thread, few enough to balance the load of the threads. */
const BLOCK = 32_768

function runBinary(
  backend: PortableBackend,
  operation: Code<'Binary'>,
  a: TensorInfo,
  b: TensorInfo,
  shape: number[],
): TensorInfo | undefined {
  const axes = broadcastAxes(a.shape, b.shape, shape)
  if (axes === undefined) return undefined
  const output = backend.output(shape)
  const total = util.sizeFromShape(shape)
  const [first, second, third, inner] = axes
  backend.pool.run('binary', Math.ceil(total / BLOCK), 0, {
    operation,
    a: backend.address(a),
    b: backend.address(b),
    to: backend.address(output),
    total,
    block: BLOCK,
    d1: second.size,
    d2: third.size,
    inner: inner.size,
    a0: 4 * first.a,
    a1: 4 * second.a,
    a2: 4 * third.a,
    aStep: 4 * inner.a,
    b0: 4 * first.b,
    b1: 4 * second.b,
    b2: 4 * third.b,
    bStep: 4 * inner.b,
  })
  return output
}

function binary(
  { inputs, backend }: KernelCall,
  operation: Code<'Binary'>,
): TensorInfo | undefined {
  const { a, b } = inputs
  if (a === undefined || b === undefined || !areFloat32(a, b)) return undefined
  const shape = backend_util.assertAndGetBroadcastShape(a.shape, b.shape)
  return runBinary(backend, operation, a, b, shape)
}

function unary(call: KernelCall, operation: Code<'Unary'>): TensorInfo | undefined {
  const { attrs, backend } = call
  const x = input(call, 'x')
  if (!areFloat32(x)) return undefined
  const output = backend.output(x.shape)
  const total = util.sizeFromShape(x.shape)
  backend.pool.run('unary', Math.ceil(total / BLOCK), 0, {
    operation,
    x: backend.address(x),
    y: backend.address(output),
    total,
    block: BLOCK,
    parameter: (attrs['alpha'] as number | undefined) ?? 0,
  })
  return output
}

/** Repeats x along its axes of size 1 to the given shape. */
function expand(call: KernelCall): TensorInfo | undefined {
  const { attrs, backend } = call
  const zero = filled(backend, [], 0)
  const output = runBinary(
    backend,
    binaryOperations.Add,
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
  const to = backend.address(output)
  backend.pool.run('fill', Math.ceil(total / BLOCK), 0, { to, total, block: BLOCK, value })
  return output
}

function like(call: KernelCall, value: number): TensorInfo | undefined {
  const x = input(call, 'x')
  return areFloat32(x) ? filled(call.backend, x.shape, value) : undefined
}

export const elementwiseKernels: Kernel[] = [
  ...Object.entries(binaryOperations).map(([name, operation]) => ({
    name,
    run: (call: KernelCall) => binary(call, operation),
  })),
  ...Object.entries(unaryOperations).map(([name, operation]) => ({
    name,
    run: (call: KernelCall) => unary(call, operation),
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
