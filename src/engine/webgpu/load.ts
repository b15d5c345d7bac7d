/** @file Loading of Dawn and of TensorFlow.js' webgpu backend into this process. */

import { createRequire } from 'node:module'
import { EngineError } from '../error.js'
import { registerFusedGradients, withFusedLayers } from '../fused-layers.js'
import { fusedOperations } from '../fused-operations.js'
import { frugalVariableGrads } from '../gradients.js'
import { loadTensorFlow } from '../load-tensorflow.js'
import { registerGradients } from '../kernel-gradients.js'
import type { TensorFlow } from '../engine.js'
import type { Operations } from '../operations.js'
import { provideModule } from '../provided-module.js'
import type { Adapter } from './adapters.js'
import type { WebGPUBackend, WebGPUPackage } from './backend.js'
import { reportErrors } from './errors.js'
import type { WebGPUInstallation } from './installation.js'
import { registerKernels } from './kernel.js'
import { batchNormKernels } from './programs/batch-norm.js'
import { crossEntropyKernels } from './programs/cross-entropy.js'
import { elementwiseKernels } from './programs/elementwise.js'
import { sumKernels } from './programs/sum-of-rows.js'
import { traceDispatches } from './trace.js'

const NAME = 'webgpu'

/** Dawn's addon. */
interface Dawn {
  create(options: string[]): GPU
  /** The classes and constants that a browser has as globals. */
  globals: Record<string, unknown>
}

const require = createRequire(import.meta.url)

interface Loaded {
  tf: TensorFlow
  operations: Operations
  backend: WebGPUBackend
  /** Dawn works, and keeps the process alive, while this object is reachable. */
  gpu: GPU
}

let loaded: Loaded | undefined

/** Makes the backend the current one of the process, on this adapter. @throws EngineError */
export async function load(
  installation: WebGPUInstallation,
  { name, backend }: Adapter,
): Promise<Loaded> {
  if (loaded === undefined) {
    const { create, globals } = require(installation.dawn) as Dawn
    Object.assign(globalThis, globals)
    const gpu = create([`backend=${backend}`, `adapter=${name}`])
    const device = await openDevice(gpu, name)
    const tf = loadTensorFlow()
    const made = makeBackend(installation, tf, gpu, device)
    // A program for small products adds in an order that the device chooses, so its bits may vary.
    made.thresholdToIncreaseWorkgroups = 0
    reportErrors(made, name)
    traceDispatches(made)
    registerKernels(NAME, [
      ...elementwiseKernels,
      ...crossEntropyKernels,
      ...batchNormKernels,
      ...sumKernels,
    ])
    registerGradients(tf, NAME, ['Relu'])
    registerFusedGradients(tf)
    tf.registerBackend(NAME, () => made)
    await tf.setBackend(NAME)
    loaded = {
      tf: { ...withFusedLayers(tf), variableGrads: frugalVariableGrads(tf) },
      operations: fusedOperations(tf),
      backend: made,
      gpu,
    }
  }
  await loaded.tf.setBackend(NAME)
  return loaded
}

/** Releases the device; the next {@link load} opens it again. */
export function unload(): void {
  if (loaded === undefined) return
  const { tf, backend } = loaded
  loaded = undefined
  tf.removeBackend(NAME)
  backend.device.destroy()
}

async function openDevice(
  gpu: GPU,
  name: string,
): Promise<{ device: GPUDevice; info: GPUAdapterInfo }> {
  const adapter = await gpu.requestAdapter()
  if (adapter === null) throw new EngineError(`the adapter ${name} is not there any more`)
  const {
    maxStorageBufferBindingSize,
    maxBufferSize,
    maxComputeWorkgroupStorageSize,
    maxComputeInvocationsPerWorkgroup,
    maxComputeWorkgroupSizeX,
    maxStorageBuffersPerShaderStage,
  } = adapter.limits
  const device = await adapter.requestDevice({
    // Without these, a device has the limits that every adapter must have.
    requiredLimits: {
      ...{ maxStorageBufferBindingSize, maxBufferSize, maxComputeWorkgroupStorageSize },
      ...{ maxComputeInvocationsPerWorkgroup, maxComputeWorkgroupSizeX },
      maxStorageBuffersPerShaderStage,
    },
  })
  return { device, info: adapter.info }
}

function makeBackend(
  installation: WebGPUInstallation,
  tf: TensorFlow,
  gpu: GPU,
  { device, info }: { device: GPUDevice; info: GPUAdapterInfo },
): WebGPUBackend {
  const resolve = createRequire(installation.backend).resolve
  // The backend must share tensors and kernels with this process' TensorFlow.js.
  provideModule(resolve('@tensorflow/tfjs-core'), tf)
  const { WebGPUBackend } = require(installation.backend) as WebGPUPackage
  const before = Object.getOwnPropertyDescriptor(globalThis, 'navigator')
  // The backend's constructor reads the global `navigator`.
  Object.defineProperty(globalThis, 'navigator', { value: { gpu }, configurable: true })
  try {
    return new WebGPUBackend(device, info)
  } finally {
    if (before === undefined) Reflect.deleteProperty(globalThis, 'navigator')
    else Object.defineProperty(globalThis, 'navigator', before)
  }
}
