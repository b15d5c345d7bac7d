/** @file Errors of the device, which WebGPU reports late and which are kept until the next read. */

import type { DataId } from '@tensorflow/tfjs-core'
import { DeviceLostError, EngineError, OutOfMemoryError } from '../error.js'
import type { WebGPUBackend } from './backend.js'

/**
 * Makes the backend's reads throw the errors of the device since the last read, and refuses synchronous reads,
 * which WebGPU does not have.
 */
export function reportErrors(backend: WebGPUBackend, adapter: string): void {
  const { device } = backend
  let failure: EngineError | undefined
  device.addEventListener('uncapturederror', (event) => {
    // Otherwise Dawn prints the error.
    event.preventDefault()
    const { error } = event
    failure ??= /memory/i.test(error.constructor.name + error.message)
      ? new OutOfMemoryError('the device is out of memory', { cause: error })
      : new EngineError(`WebGPU refused an operation: ${firstLine(error.message)}`)
  })
  void device.lost.then(({ reason, message }) => {
    if (reason === 'destroyed') return
    failure = new DeviceLostError(`the device ${adapter} was lost (${firstLine(message)})`)
  })
  const thrown = () => {
    const found = failure
    // An operation that failed once can succeed with smaller tensors; a lost device stays lost.
    if (!(found instanceof DeviceLostError)) failure = undefined
    return found
  }
  const read = backend.read.bind(backend)
  backend.read = async (id: DataId) => {
    try {
      const values = await read(id)
      const error = thrown()
      if (error !== undefined) throw error
      return values
    } catch (error) {
      throw thrown() ?? error
    }
  }
  const { createBuffer } = device
  device.createBuffer = (descriptor) => {
    const { maxBufferSize, maxStorageBufferBindingSize } = device.limits
    const limit = Math.min(maxBufferSize, maxStorageBufferBindingSize)
    if (descriptor.size <= limit) return createBuffer.call(device, descriptor)
    throw new OutOfMemoryError(
      `a tensor of ${mebibytes(descriptor.size)} is larger than ${adapter} can bind (${mebibytes(limit)})`,
    )
  }
  backend.readSync = (id: DataId) => {
    const { values } = backend.tensorMap.get(id)
    if (values !== null && values !== undefined) return values as Float32Array
    throw new EngineError(
      'the engine webgpu cannot read a tensor with `dataSync()` or `arraySync()`; use `await tensor.data()`, or `--engine portable`',
    )
  }
}

const firstLine = (text: string) => text.split('\n')[0] ?? ''
const mebibytes = (bytes: number) => `${(bytes / 2 ** 20).toFixed(0)} MiB`
