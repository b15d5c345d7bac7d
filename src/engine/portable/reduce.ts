/** @file Sum, Mean, Max and Min over neighbouring axes. */

import { backend_util, type TensorInfo, util } from '@tensorflow/tfjs-core'
import type { PortableBackend } from './backend.js'
import { areFloat32, input, type Kernel, type KernelCall } from './kernel.js'

const codes = { Sum: 0, Mean: 0, Max: 1, Min: 2 }

/** Values of one part of the reduced axis at least, and parts at most: as many for every number of threads. */
const PART = 4096
const MAX_GROUPS = 32

function reduce(call: KernelCall, name: keyof typeof codes): TensorInfo | undefined {
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
  runReduce(backend, codes[name], x, output, [outer, middle, inner], name === 'Mean' ? middle : 1)
  return output
}

function runReduce(
  backend: PortableBackend,
  code: number,
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
  backend.borrow(8 * parts * inner, (address) => {
    const shape = [outer, middle, inner]
    const tasks = Math.ceil(parts / block)
    backend.pool.run('reduceParts', tasks, 0, code, from, address, ...shape, groups, block)
    const sizes = [outer, groups, inner]
    const ends = Math.ceil((outer * inner) / PART)
    backend.pool.run('reduceFinish', ends, 0, code, address, to, ...sizes, divisor, PART)
  })
}

export const reduceKernels: Kernel[] = Object.keys(codes).map((name) => ({
  name,
  run: (call) => reduce(call, name as keyof typeof codes),
}))
