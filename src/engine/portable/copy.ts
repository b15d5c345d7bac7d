/** @file Kernels that copy values: Identity, Reshape, Concat, Pack, SplitV, Slice, GatherV2. */

import { backend_util, slice_util, type TensorInfo, util } from '@tensorflow/tfjs-core'
import type { KernelArguments } from './arguments.js'
import type { PortableBackend } from './backend.js'
import { later } from './heap.js'
import { areFloat32, input, type Kernel, type KernelCall } from './kernel.js'

/** Bytes that one task copies. */
const BLOCK = 131_072

function copyRows(
  backend: PortableBackend,
  given: Omit<KernelArguments<'copyRows'>, 'rows'>,
): void {
  if (given.bytes === 0) return
  const rows = Math.max(1, Math.floor(BLOCK / given.bytes))
  backend.pool.run('copyRows', Math.ceil(given.total / rows), 0, { ...given, rows })
}

function view(
  { dataId, dtype }: TensorInfo,
  shape: number[],
  backend: PortableBackend,
): TensorInfo {
  backend.incRef(dataId)
  return { dataId, shape, dtype }
}

function reshape(call: KernelCall): TensorInfo | undefined {
  const x = input(call, 'x')
  if (x.dtype === 'complex64') return undefined
  const size = util.sizeFromShape(x.shape)
  const shape = util.inferFromImplicitShape(call.attrs['shape'] as number[], size)
  util.assert(
    size === util.sizeFromShape(shape),
    () => `The new shape (${shape}) has another number of elements than the old (${x.shape}).`,
  )
  return view(x, shape, call.backend)
}

/** The number of elements in one step along `axis`, and the number of rows, the product of the axes before it. */
function around(shape: number[], axis: number): { before: number; after: number } {
  return {
    before: util.sizeFromShape(shape.slice(0, axis)),
    after: util.sizeFromShape(shape.slice(axis + 1)),
  }
}

/** Concatenates tensors row by row; each has `before` rows. */
function join(
  backend: PortableBackend,
  tensors: TensorInfo[],
  shape: number[],
  before: number,
): TensorInfo {
  const output = backend.output(shape)
  if (before === 0) return output
  const toStride = (4 * util.sizeFromShape(shape)) / before
  let to = backend.address(output)
  for (const tensor of tensors) {
    const bytes = (4 * util.sizeFromShape(tensor.shape)) / before
    const from = backend.address(tensor)
    copyRows(backend, { from, to, fromStride: bytes, toStride, bytes, total: before })
    to = later(to, bytes)
  }
  return output
}

function concat({ inputs, attrs, backend }: KernelCall): TensorInfo | undefined {
  const all = Object.values(inputs).filter((tensor) => tensor !== undefined)
  if (!areFloat32(...all)) return undefined
  const [axis = 0] = util.parseAxisParam(attrs['axis'] as number, all[0]?.shape ?? [])
  const shapes = all.map((tensor) => tensor.shape)
  backend_util.assertParamsConsistent(shapes, axis)
  const shape = backend_util.computeOutShape(shapes, axis)
  return join(backend, all, shape, around(shape, axis).before)
}

/** Joins tensors along a new axis. Different shapes are left to the cpu backend, which throws the error. */
function pack({ inputs, attrs, backend }: KernelCall): TensorInfo | undefined {
  const all = Object.values(inputs).filter((tensor) => tensor !== undefined)
  const shape = all[0]?.shape ?? []
  if (!areFloat32(...all) || all.some((one) => !util.arraysEqual(one.shape, shape))) {
    return undefined
  }
  const axis = attrs['axis'] as number
  const packed = [...shape.slice(0, axis), all.length, ...shape.slice(axis)]
  return join(backend, all, packed, around(packed, axis).before)
}

function split(call: KernelCall): TensorInfo[] | undefined {
  const { attrs, backend } = call
  const x = input(call, 'x')
  if (!areFloat32(x)) return undefined
  const [axis = 0] = util.parseAxisParam(attrs['axis'] as number, x.shape)
  const sizes = backend_util.prepareSplitSize(
    x as Parameters<typeof backend_util.prepareSplitSize>[0],
    attrs['numOrSizeSplits'] as number[] | number,
    axis,
  )
  const { before, after } = around(x.shape, axis)
  const fromStride = 4 * (x.shape[axis] ?? 0) * after
  let from = backend.address(x)
  return sizes.map((size) => {
    const output = backend.output(x.shape.map((old, i) => (i === axis ? size : old)))
    const bytes = 4 * size * after
    const to = backend.address(output)
    copyRows(backend, { from, to, fromStride, toStride: bytes, bytes, total: before })
    from = later(from, bytes)
    return output
  })
}

/** Slices along one axis at most, which covers all slices of training. */
function slice(call: KernelCall): TensorInfo | undefined {
  const { attrs, backend } = call
  const x = input(call, 'x')
  if (!areFloat32(x)) return undefined
  const [begin, size] = slice_util.parseSliceParams(
    x as Parameters<typeof slice_util.parseSliceParams>[0],
    attrs['begin'] as number | number[],
    attrs['size'] as number | number[],
  ) as [number[], number[]]
  slice_util.assertParamsValid(x as Parameters<typeof slice_util.assertParamsValid>[0], begin, size)
  const partial = x.shape.flatMap((old, axis) => (size[axis] === old ? [] : [axis]))
  if (partial.length > 1 || x.shape.length === 0) return undefined
  const axis = partial[0] ?? 0
  const output = backend.output(size)
  const { before, after } = around(x.shape, axis)
  const bytes = 4 * (size[axis] ?? 0) * after
  copyRows(backend, {
    from: later(backend.address(x), 4 * (begin[axis] ?? 0) * after),
    to: backend.address(output),
    fromStride: 4 * (x.shape[axis] ?? 0) * after,
    toStride: bytes,
    bytes,
    total: before,
  })
  return output
}

/** Gathers rows along the first axis, as when a batch is taken from a dataset. */
function gather(call: KernelCall): TensorInfo | undefined {
  const { attrs, backend } = call
  const [x, indices] = [input(call, 'x'), input(call, 'indices')]
  const axis = util.parseAxisParam(attrs['axis'] as number, x.shape)[0]
  if (!areFloat32(x) || indices.dtype !== 'int32' || axis !== 0 || attrs['batchDims'] !== 0) {
    return undefined
  }
  const rows = x.shape[0] ?? 0
  const wanted = backend.data.get(indices.dataId).values as Int32Array
  // The cpu backend throws the error for an index that is out of bounds.
  if (wanted.some((index) => index < 0 || index >= rows)) return undefined
  const output = backend.output([...indices.shape, ...x.shape.slice(1)])
  const bytes = 4 * util.sizeFromShape(x.shape.slice(1))
  if (bytes * wanted.length === 0) return output
  const [from, to] = [backend.address(x), backend.address(output)]
  const total = wanted.length
  const block = Math.max(1, Math.floor(BLOCK / bytes))
  backend.borrow(4 * total, (indices) => {
    new Int32Array(backend.heap.memory.buffer, indices, total).set(wanted)
    const given = { from, to, indices, bytes, total, rows: block }
    backend.pool.run('gatherRows', Math.ceil(total / block), 0, given)
  })
  return output
}

export const copyKernels: Kernel[] = [
  { name: 'Identity', run: (call) => view(input(call, 'x'), input(call, 'x').shape, call.backend) },
  { name: 'Reshape', run: reshape },
  { name: 'Concat', run: concat },
  { name: 'Pack', run: pack },
  { name: 'SplitV', run: split },
  { name: 'Slice', run: slice },
  { name: 'GatherV2', run: gather },
]
