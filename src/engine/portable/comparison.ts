/** @file What counts right answers: comparisons, logic, ArgMax, and Cast of what they give. */

import { backend_util, type DataType, type TensorInfo, util } from '@tensorflow/tfjs-core'
import { isShared } from './backend.js'
import { broadcastAxes } from './broadcast.js'
import { input, type Kernel, type KernelCall } from './kernel.js'

/** Codes of assembly/comparison.ts by kernel name. */
const codes = {
  Equal: 0,
  NotEqual: 1,
  Greater: 2,
  GreaterEqual: 3,
  Less: 4,
  LessEqual: 5,
  LogicalAnd: 6,
  LogicalOr: 7,
}
const types = { float32: 0, int32: 1, bool: 2 }

/** Elements of one task. */
const BLOCK = 16_384

function compare({ inputs, backend }: KernelCall, code: number): TensorInfo | undefined {
  const { a, b } = inputs
  if (a === undefined || b === undefined || a.dtype !== b.dtype) return undefined
  if (!isShared(a.dtype)) return undefined
  const shape = backend_util.assertAndGetBroadcastShape(a.shape, b.shape)
  const axes = broadcastAxes(a.shape, b.shape, shape)
  if (axes === undefined) return undefined
  const output = backend.output(shape, 'bool')
  const total = util.sizeFromShape(shape)
  const bytes = util.bytesPerElement(a.dtype)
  const [, second, third, inner] = axes
  backend.pool.run(
    'compare',
    Math.ceil(total / BLOCK),
    0,
    ...[code, types[a.dtype]],
    ...[a, b, output].map((tensor) => backend.address(tensor)),
    ...[total, BLOCK, second.size, third.size, inner.size],
    ...axes.map((axis) => bytes * axis.a),
    ...axes.map((axis) => bytes * axis.b),
  )
  return output
}

/** Over the last axis, which is where classes are. */
function argMax(call: KernelCall): TensorInfo | undefined {
  const { attrs, backend } = call
  const x = input(call, 'x')
  const axes = util.parseAxisParam(attrs['axis'] as number, x.shape)
  const size = x.shape.at(-1) ?? 0
  if (x.dtype !== 'float32' || axes[0] !== x.shape.length - 1 || size === 0) return undefined
  const output = backend.output(x.shape.slice(0, -1), 'int32')
  const rows = util.sizeFromShape(output.shape)
  const block = Math.ceil(BLOCK / size)
  const addresses = [backend.address(x), backend.address(output)]
  backend.pool.run('argMax', Math.ceil(rows / block), 0, ...addresses, rows, size, block)
  return output
}

/** To a type that holds all values of the old one; the others are left to the cpu backend. */
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
  const addresses = [backend.address(x), backend.address(output)]
  const kinds = [types[x.dtype], types[dtype]]
  backend.pool.run('convert', Math.ceil(total / BLOCK), 0, ...kinds, ...addresses, total, BLOCK)
  return output
}

export const comparisonKernels: Kernel[] = [
  ...Object.entries(codes).map(([name, code]) => ({
    name,
    run: (call: KernelCall) => compare(call, code),
  })),
  { name: 'ArgMax', run: argMax },
  { name: 'Cast', run: cast },
]
