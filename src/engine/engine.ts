/** @file The interface of an engine: a TensorFlow.js backend with its identity and device. */

import type { TensorFlow } from './load-tensorflow.js'
import type { Operations } from './operations.js'

export type { TensorFlow }

export type EngineName = 'tensorflow' | 'webgpu' | 'portable'

export interface Engine {
  readonly name: EngineName
  /** A sentence that says why this engine cannot run here and what to do; `undefined` if it can run. */
  unavailable(): Promise<string | undefined>
  /** The type of device; called only if the engine can run here. `software` is a GPU driver on the processor. */
  device(): Promise<'gpu' | 'processor' | 'software'>
  /** Everything that decides this engine's numbers, found without loading it: part of a run's key. */
  identity(): Promise<EngineIdentity>
  /** The number of the machine's cores that one run keeps busy; the others are for parallel runs. */
  threadsPerRun(cores: number): number
  /** Makes this engine the TensorFlow.js backend of the process. */
  start(options: EngineOptions): Promise<EngineSession>
}

export interface EngineIdentity {
  name: EngineName | 'outside'
  /** The version of the computing library, e.g. `tfjs-backend-cpu 4.22.0`. */
  version: string
  /** Settings that change results, e.g. `{ tf32: false }`. */
  numerics: Record<string, string | number | boolean>
}

/** The engine of runs that a trainer of the project carries out, whose numbers depend on no engine of genspec. */
export const outside: EngineIdentity = { name: 'outside', version: '1', numerics: {} }

export interface EngineOptions {
  /** Number of threads that the engine may keep busy. */
  threads: number
}

export interface EngineSession {
  tf: TensorFlow
  operations: Operations
  info: EngineInfo
  /**
   * Waits until the device has finished all operations; only for engines whose operations report errors late.
   * @throws OutOfMemoryError, DeviceLostError
   */
  settled?(): Promise<void>
  /** Releases the device, so that the process can end. */
  close?(): void
}

/** The description of the engine in a run's record. */
export interface EngineInfo extends EngineIdentity {
  device: string
  /** Bytes of the device's memory. */
  memory: number
  threads: number
  /** True if `genspec doctor` saw this engine repeat its bits on this device; absent if it was never run. */
  deterministic?: boolean
}
