/** @file The part of TensorFlow.js' webgpu backend that genspec calls. */

/// <reference types="@webgpu/types" />

import type { DataId, KernelBackend, TensorInfo } from '@tensorflow/tfjs-core'

/** The package `@tensorflow/tfjs-backend-webgpu`. */
export interface WebGPUPackage {
  WebGPUBackend: new (device: GPUDevice, info: GPUAdapterInfo) => WebGPUBackend
}

export interface WebGPUBackend extends KernelBackend {
  readonly device: GPUDevice
  /** `values` are on the host, `resource` is on the device; after a read a tensor has both. */
  tensorMap: { get(id: DataId): { values: unknown; resource: GPUBuffer | null } }
  /** Compiled programs by name. */
  pipelineCache: Record<string, GPUComputePipeline>
  /** Tensors that the recorded, unsubmitted commands use. */
  commandQueueOwnedIds: WeakSet<DataId>
  commandEncoder: GPUCommandEncoder | null
  computePassEncoder: GPUComputePassEncoder | null
  dispatchCountInPass: number
  /** Products that need fewer workgroups of 32x32 entries are split into more. */
  thresholdToIncreaseWorkgroups: number
  /** Uniforms that the recorded commands use; they are released when the commands are submitted. */
  uniformPendingDisposal: GPUBuffer[]
  bufferManager: { acquireBuffer(size: number, usage: number): GPUBuffer }
  uploadToGPU(id: DataId): void
  ensureCommandEncoderReady(): void
  endComputePassEncoder(): void
  submitQueue(): void
  makeTensorInfo(shape: number[], dtype: 'float32'): TensorInfo
  runWebGPUProgram(program: { constructor: { name: string } }, ...rest: unknown[]): TensorInfo
}
