/** @file Kernels of the portable engine, and their registration in place of the cpu backend's. */

import {
  getKernelsForBackend,
  type KernelFunc,
  registerKernel,
  type TensorInfo,
} from '@tensorflow/tfjs-core'
import type { PortableBackend } from './backend.js'
import { OutOfMemory } from './heap.js'
import { traced } from './trace.js'

export interface KernelCall {
  inputs: Readonly<Record<string, TensorInfo | undefined>>
  attrs: Readonly<Record<string, unknown>>
  backend: PortableBackend
}

export interface Kernel {
  /** The name in TensorFlow.js' kernel registry. */
  name: string
  /** Computes the result; `undefined` leaves this call to the cpu backend. */
  run(call: KernelCall): TensorInfo | TensorInfo[] | undefined
}

/** Returns a required input of the kernel. */
export function input(call: KernelCall, name: string): TensorInfo {
  const tensor = call.inputs[name]
  if (tensor === undefined) throw new Error(`input ${name} is missing`)
  return tensor
}

export function areFloat32(...tensors: (TensorInfo | undefined)[]): boolean {
  return tensors.every((tensor) => tensor === undefined || tensor.dtype === 'float32')
}

/** Registers the cpu backend's kernels for `backendName`; those in `kernels` are tried first. */
export function registerKernels(backendName: string, kernels: readonly Kernel[]): void {
  const own = new Map(kernels.map((kernel) => [kernel.name, kernel]))
  const fallbacks = new Map(
    getKernelsForBackend('cpu').map((config) => [config.kernelName, config.kernelFunc]),
  )
  for (const kernelName of new Set([...own.keys(), ...fallbacks.keys()])) {
    const kernelFunc = inFront(kernelName, own.get(kernelName), fallbacks.get(kernelName))
    registerKernel({ kernelName, backendName, kernelFunc })
  }
}

function inFront(
  name: string,
  own: Kernel | undefined,
  fallback: KernelFunc | undefined,
): KernelFunc {
  const fall: KernelFunc = (call) => {
    if (fallback === undefined) throw new Error(`${name} has no kernel for these tensors`)
    return fallback(call)
  }
  if (own === undefined) return traced(name, (call) => ({ result: fall(call), fellBack: true }))
  return traced(name, (call) => {
    const { inputs, attrs = {} } = call
    const backend = call.backend as PortableBackend
    const result = withMemory(name, backend, () => own.run({ inputs, attrs, backend }))
    return result === undefined
      ? { result: fall(call), fellBack: true }
      : { result, fellBack: false }
  })
}

/** Adds to an out-of-memory error which tensors hold the memory. */
function withMemory<T>(name: string, backend: PortableBackend, run: () => T): T {
  try {
    return run()
  } catch (cause) {
    if (cause instanceof OutOfMemory) throw new Error(backend.describe(cause, name), { cause })
    throw cause
  }
}
