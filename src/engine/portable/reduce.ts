/** @file Sum, Mean, Max and Min over neighbouring axes. */

import { backend_util, type TensorInfo, util } from '@tensorflow/tfjs-core'
import type { Code } from './arguments.js'
import type { PortableBackend } from './backend.js'
import { areFloat32, input, type Kernel, type KernelCall } from './kernel.js'
import { codes } from './signatures.js'

const { SUM, MAXIMUM, MINIMUM } = codes.Reduction
/** The reduction of each kernel; Mean divides afterwards. */
const operations = { Sum: SUM, Mean: SUM, Max: MAXIMUM, Min: MINIMUM }

/** The fewest values in a part of the reduced axis, and the most parts; neither depends on the number of threads. */
const PART = 4096
const MAX_GROUPS = 32

function reduce(call: KernelCall, name: keyof typeof operations): TensorInfo | undefined {
  const { attrs, backend } = call
  const x = input(call, 'x')
  if (!areFloat32(x)) return undefined
  const given = attrs['reductionIndices'] ?? attrs['axis']
  const axes = util.parseAxisParam(given as number | number[], x.shape).sort((a, b) => a - b)
  const first = axes[0] ?? 0
  if (axes.some((axis, i) => axis !== first + i)) return undefined
  const outer = util.sizeFromShape(x.shape.slice(0, first))
  const middle = util.sizeFromShape(axes.map((axis) => x.shape[axis] ?? 1))
  const inner = util.sizeFromShape(x.shape.slice(first + axes.length))
  const [reduced] = backend_util.computeOutAndReduceShapes(x.shape, axes)
  const kept = backend_util.expandShapeToKeepDim(reduced, axes)
  const output = backend.output(attrs['keepDims'] === true ? kept : reduced)
  runReduce(
    backend,
    operations[name],
    x,
    output,
    [outer, middle, inner],
    name === 'Mean' ? middle : 1,
  )
  return output
}

function runReduce(
  backend: PortableBackend,
  operation: Code<'Reduction'>,
  x: TensorInfo,
  output: TensorInfo,
  [outer, middle, inner]: [number, number, number],
  divisor: number,
): void {
  if (outer * inner === 0) return
  const groups = Math.max(1, Math.min(MAX_GROUPS, Math.floor((middle * inner) / PART)))
  const parts = outer * groups
  const size = Math.max(1, (middle / groups) * inner)
  const block = Math.max(1, Math.floor(32_768 / size))
  const [from, to] = [backend.address(x), backend.address(output)]
  const shared = { operation, outer, inner, groups }
  backend.borrow(8 * parts * inner, (address) => {
    const given = { ...shared, x: from, parts: address, middle, block }
    backend.pool.run('reduceParts', Math.ceil(parts / block), 0, given)
    const finish = { ...shared, parts: address, to, divisor, block: PART }
    backend.pool.run('reduceFinish', Math.ceil((outer * inner) / PART), 0, finish)
  })
}

export const reduceKernels: Kernel[] = Object.keys(operations).map((name) => ({
  name,
  run: (call) => reduce(call, name as keyof typeof operations),
}))
