/** @file The part of `@tensorflow/tfjs-node-gpu`'s backend that genspec calls, and TensorFlow's attributes. */

import type { DataId, KernelBackend, Tensor, TensorInfo } from '@tensorflow/tfjs-core'
import { OutOfMemoryError } from '../error.js'

/** The package's native addon. */
export interface Binding {
  TF_Version: string
  TF_FLOAT: number
  TF_INT32: number
  TF_ATTR_STRING: number
  TF_ATTR_INT: number
  TF_ATTR_FLOAT: number
  TF_ATTR_BOOL: number
  TF_ATTR_TYPE: number
  TF_ATTR_SHAPE: number
  isUsingGpuDevice(): boolean
  executeOp(
    name: string,
    attributes: Attribute[],
    inputs: number[],
    outputs: number,
  ): { id: number }[]
  deleteTensor(id: number): void
}

export interface Attribute {
  name: string
  type: number
  value: unknown
}

export interface NodeBackend extends KernelBackend {
  binding: Binding
  /** TensorFlow's handle of each tensor; the tensor has `values` until TensorFlow first needs them. */
  tensorMap: {
    get(id: DataId): { id: number; values: unknown; refCount: number }
  }
  getInputTensorIds(inputs: TensorInfo[]): number[]
  executeSingleOutput(name: string, attributes: Attribute[], inputs: TensorInfo[]): Tensor
  executeMultipleOutputs(
    name: string,
    attributes: Attribute[],
    inputs: TensorInfo[],
    outputs: number,
  ): Tensor[]
}

/** Makes the attributes of TensorFlow's operations. */
export function attributes(binding: Binding) {
  const attribute = (type: number) => (name: string, value: unknown) => ({ name, type, value })
  const type = attribute(binding.TF_ATTR_TYPE)
  return {
    type,
    string: attribute(binding.TF_ATTR_STRING),
    int: attribute(binding.TF_ATTR_INT),
    float: attribute(binding.TF_ATTR_FLOAT),
    bool: attribute(binding.TF_ATTR_BOOL),
    shape: attribute(binding.TF_ATTR_SHAPE),
    /** The element type of an operation on floats. */
    floats: type('T', binding.TF_FLOAT),
    /** Images are [batch, height, width, channels] throughout, so nothing is ever transposed. */
    channelsLast: attribute(binding.TF_ATTR_STRING)('data_format', 'NHWC'),
  }
}

/** Wraps the addon's operations to throw {@link OutOfMemoryError} if the device has no memory left. */
export function guarded(binding: Binding): Binding {
  const executeOp: Binding['executeOp'] = (...args) => {
    try {
      return binding.executeOp(...args)
    } catch (error) {
      throw isOutOfMemory(error)
        ? new OutOfMemoryError('the device is out of memory', { cause: error })
        : error
    }
  }
  return Object.create(binding, { executeOp: { value: executeOp } }) as Binding
}

/** Status 8 is `RESOURCE_EXHAUSTED`. */
const isOutOfMemory = (error: unknown) =>
  /TF_Status: 8\b|OOM when allocating|RESOURCE_EXHAUSTED/.test(String(error))
