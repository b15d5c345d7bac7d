/** @file The kernels that genspec adds to TensorFlow.js' webgpu backend. */

import { registerKernel, type TensorInfo } from '@tensorflow/tfjs-core'
import type { WebGPUBackend } from './backend.js'

export interface Kernel {
  /** The name in TensorFlow.js' kernel registry; the portable backend has a kernel of the same name. */
  name: string
  run(inputs: object, attributes: object, backend: WebGPUBackend): TensorInfo | TensorInfo[]
}

/** A kernel with typed inputs and attributes, which TensorFlow.js passes by name. */
export function kernel<Inputs extends object, Attributes extends object = object>(
  name: string,
  run: (
    inputs: Inputs,
    attributes: Attributes,
    backend: WebGPUBackend,
  ) => TensorInfo | TensorInfo[],
): Kernel {
  return { name, run: run as Kernel['run'] }
}

export function registerKernels(backendName: string, kernels: readonly Kernel[]): void {
  for (const { name, run } of kernels) {
    registerKernel({
      kernelName: name,
      backendName,
      kernelFunc: ({ inputs, attrs, backend }) =>
        run(inputs, attrs ?? {}, backend as WebGPUBackend),
    })
  }
}
