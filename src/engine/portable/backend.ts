/** @file The portable backend: TensorFlow.js' cpu backend with values in shared memory. */

import type { backend_util } from '@tensorflow/tfjs-core'
import { type DataType, type TensorInfo, util } from '@tensorflow/tfjs-core'
import { MathBackendCPU } from '@tensorflow/tfjs-backend-cpu'
import { type Address, type Heap, NOWHERE, type OutOfMemory } from './heap.js'
import type { Pool } from './pool.js'

type DataId = TensorInfo['dataId']

/** The element types of the kernels' inputs and outputs. */
export type SharedType = 'float32' | 'int32' | 'bool'
type SharedArray = Float32Array | Int32Array | Uint8Array

const arrays: Record<
  SharedType,
  new (buffer: ArrayBufferLike, address: number, length: number) => SharedArray
> = { float32: Float32Array, int32: Int32Array, bool: Uint8Array }

export function isShared(dtype: DataType): dtype is SharedType {
  return dtype in arrays
}

interface Allocation {
  address: Address
  bytes: number
  shape: number[]
  dtype: SharedType
}

function mebibytes(bytes: number): string {
  return `${(bytes / 2 ** 20).toFixed(1)} MiB`
}

let ids = 0

/**
 * Keeps a tensor's values in the shared memory once a WebAssembly kernel has made or read them, and in a separate
 * array until then. Both are typed arrays, so every kernel of the cpu backend works with them.
 */
export class PortableBackend extends MathBackendCPU {
  private readonly allocations = new Map<DataId, Allocation>()

  constructor(
    readonly heap: Heap,
    readonly pool: Pool,
  ) {
    super()
  }

  /** Makes a tensor in the shared memory whose values are not initialized. */
  output(shape: number[], dtype: SharedType = 'float32'): TensorInfo {
    const dataId = { id: ids++ }
    const values = this.allocate(dataId, shape, dtype)
    this.data.set(dataId, { values, dtype, refCount: 1 })
    return { dataId, shape, dtype }
  }

  /** Returns the address of a tensor's values; moves them to the shared memory first if necessary. */
  address({ dataId, shape, dtype }: TensorInfo): Address {
    const held = this.allocations.get(dataId)
    // The cpu backend casts some tensors by giving the same values another type.
    if (held?.dtype === dtype) return held.address
    if (!isShared(dtype)) throw new Error(`a kernel of the portable engine got ${dtype} values`)
    const data = this.data.get(dataId)
    const values = this.allocate(dataId, shape, dtype)
    values.set(data.values as SharedArray)
    data.values = values
    if (held !== undefined) this.heap.release(held.address)
    return this.address({ dataId, shape, dtype })
  }

  addressIfAny(tensor: TensorInfo | undefined): Address {
    return tensor === undefined ? NOWHERE : this.address(tensor)
  }

  /** Lends a kernel memory for as long as `work` runs. */
  borrow<T>(bytes: number, work: (address: Address) => T): T {
    const address = this.heap.allocate(bytes, 'its working memory')
    try {
      return work(address)
    } finally {
      this.heap.release(address)
    }
  }

  override write(values: backend_util.BackendValues, _shape: number[], dtype: DataType): DataId {
    const dataId = { id: ids++ }
    this.data.set(dataId, { values: this.owned(values), dtype, refCount: 1 })
    return dataId
  }

  override move(
    dataId: DataId,
    values: backend_util.BackendValues,
    _shape: number[],
    dtype: DataType,
    refCount: number,
  ): void {
    this.data.set(dataId, { values: this.owned(values), dtype, refCount })
  }

  /** Returns a copy, since the memory is reused once the tensor is disposed of. */
  override readSync(dataId: DataId): backend_util.BackendValues {
    const values = super.readSync(dataId)
    return this.allocations.has(dataId) ? (values as SharedArray).slice() : values
  }

  override disposeData(dataId: DataId, force = false): boolean {
    const gone = super.disposeData(dataId, force)
    const allocation = this.allocations.get(dataId)
    if (allocation !== undefined && !this.data.has(dataId)) {
      this.heap.release(allocation.address)
      this.allocations.delete(dataId)
    }
    return gone
  }

  override dispose(): void {
    for (const { address } of this.allocations.values()) this.heap.release(address)
    this.allocations.clear()
  }

  override memory() {
    return { unreliable: true, reasons: [], usedBytes: this.heap.used, peakBytes: this.heap.peak }
  }

  private allocate(dataId: DataId, shape: number[], dtype: SharedType): SharedArray {
    const length = util.sizeFromShape(shape)
    const bytes = util.bytesPerElement(dtype) * length
    const address = this.heap.allocate(bytes, `a ${dtype} tensor of shape [${shape.join(', ')}]`)
    this.allocations.set(dataId, { address, bytes, shape, dtype })
    return new arrays[dtype](this.heap.memory.buffer, address, length)
  }

  /** Some cpu kernels return a part of their input's array; a part of the shared memory must be copied. */
  private owned(values: backend_util.BackendValues): backend_util.BackendValues {
    return ArrayBuffer.isView(values) && values.buffer instanceof SharedArrayBuffer
      ? (values as SharedArray).slice()
      : values
  }

  /** The message for a kernel that ran out of memory: the bytes that it needed, and what holds the memory. */
  describe({ what, bytes, used }: OutOfMemory, kernel: string): string {
    const largest = [...this.allocations.values()].sort((a, b) => b.bytes - a.bytes).slice(0, 5)
    const held = largest.map((one) => `[${one.shape.join(', ')}] ${mebibytes(one.bytes)}`)
    return (
      `out of memory in ${kernel}: ${what} needs ${mebibytes(bytes)}, and ${this.allocations.size} tensors ` +
      `and working memory hold ${mebibytes(used)} of the ${mebibytes(this.heap.limit)} that the portable ` +
      `engine can address here (the largest: ${held.join('; ')}). A smaller batch needs less.`
    )
  }
}
