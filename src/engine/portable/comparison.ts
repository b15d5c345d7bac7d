/** @file The kernels that count correct predictions: comparisons, logic, ArgMax, and Cast of their results. */

import { backend_util, type DataType, type TensorInfo, util } from '@tensorflow/tfjs-core'
import type { Code } from './arguments.js'
import { isShared } from './backend.js'
import { broadcastAxes } from './broadcast.js'
import { input, type Kernel, type KernelCall } from './kernel.js'
import { codes } from './signatures.js'

const { Comparison, Type } = codes

/** Operations by kernel name. */
const operations = {
  Equal: Comparison.EQUAL,
  NotEqual: Comparison.NOT_EQUAL,
  Greater: Comparison.GREATER,
  GreaterEqual: Comparison.GREATER_EQUAL,
  Less: Comparison.LESS,
  LessEqual: Comparison.LESS_EQUAL,
  LogicalAnd: Comparison.AND,
  LogicalOr: Comparison.OR,
}
const types = { float32: Type.FLOAT, int32: Type.INTEGER, bool: Type.BOOLEAN }

/** Elements of one task. */
const BLOCK = 16_384

function compare(
  { inputs, backend }: KernelCall,
  operation: Code<'Comparison'>,
): TensorInfo | undefined {
  const { a, b } = inputs
  if (a === undefined || b === undefined || a.dtype !== b.dtype) return undefined
  if (!isShared(a.dtype)) return undefined
  const shape = backend_util.assertAndGetBroadcastShape(a.shape, b.shape)
  const axes = broadcastAxes(a.shape, b.shape, shape)
  if (axes === undefined) return undefined
  const output = backend.output(shape, 'bool')
  const total = util.sizeFromShape(shape)
  const bytes = util.bytesPerElement(a.dtype)
  const [first, second, third, inner] = axes
  backend.pool.run('compare', Math.ceil(total / BLOCK), 0, {
    operation,
    type: types[a.dtype],
    a: backend.address(a),
    b: backend.address(b),
    to: backend.address(output),
    total,
    block: BLOCK,
    d1: second.size,
    d2: third.size,
    inner: inner.size,
    a0: bytes * first.a,
    a1: bytes * second.a,
    a2: bytes * third.a,
    a3: bytes * inner.a,
    b0: bytes * first.b,
    b1: bytes * second.b,
    b2: bytes * third.b,
    b3: bytes * inner.b,
  })
  return output
}

/** ArgMax over the last axis, the axis of the classes. */
function argMax(call: KernelCall): TensorInfo | undefined {
  const { attrs, backend } = call
  const x = input(call, 'x')
  const axes = util.parseAxisParam(attrs['axis'] as number, x.shape)
  const size = x.shape.at(-1) ?? 0
  if (x.dtype !== 'float32' || axes[0] !== x.shape.length - 1 || size === 0) return undefined
  const output = backend.output(x.shape.slice(0, -1), 'int32')
  const rows = util.sizeFromShape(output.shape)
  const block = Math.ceil(BLOCK / size)
  const [from, to] = [backend.address(x), backend.address(output)]
  backend.pool.run('argMax', Math.ceil(rows / block), 0, { x: from, to, rows, size, block })
  return output
}

/** Casts to a type that holds all values of the old one; other casts are left to the cpu backend. */
function cast(call: KernelCall): TensorInfo | undefined {
  const { attrs, backend } = call
  const x = input(call, 'x')
  const dtype = attrs['dtype'] as DataType
  if (x.dtype === dtype) {
    backend.incRef(x.dataId)
    return { dataId: x.dataId, shape: x.shape, dtype }
  }
  if (x.dtype !== 'int32' && x.dtype !== 'bool') return undefined
  if (dtype !== 'float32' && dtype !== 'int32') return undefined
  const output = backend.output(x.shape, dtype)
  const total = util.sizeFromShape(x.shape)
  backend.pool.run('convert', Math.ceil(total / BLOCK), 0, {
    type: types[x.dtype],
    toType: types[dtype],
    from: backend.address(x),
    to: backend.address(output),
    total,
    block: BLOCK,
  })
  return output
}

export const comparisonKernels: Kernel[] = [
  ...Object.entries(operations).map(([name, operation]) => ({
    name,
    run: (call: KernelCall) => compare(call, operation),
  })),
  { name: 'ArgMax', run: argMax },
  { name: 'Cast', run: cast },
]
