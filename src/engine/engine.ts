/** @file What genspec needs from an engine: a TensorFlow.js backend, and what it is. */

import type { TensorFlow } from './load-tensorflow.js'
import type { Operations } from './operations.js'

export type { TensorFlow }

export type EngineName = 'tensorflow' | 'webgpu' | 'portable'

export interface Engine {
  readonly name: EngineName
  /** One sentence saying why this engine cannot run here and what to do, or nothing when it can. */
  unavailable(): Promise<string | undefined>
  /** What computes; asked of an engine that can run here. `software` is a GPU's driver on the processor. */
  device(): Promise<'gpu' | 'processor' | 'software'>
  /** What decides this engine's numbers, found without loading it: part of a run's key. */
  identity(): Promise<EngineIdentity>
  /** How many of the machine's cores one run keeps busy; the rest go to runs beside it. */
  threadsPerRun(cores: number): number
  /** Makes this engine the TensorFlow.js backend of the process. */
  start(options: EngineOptions): Promise<EngineSession>
}

export interface EngineIdentity {
  name: EngineName | 'outside'
  /** Versions of what computes, e.g. `tfjs-backend-cpu 4.22.0`. */
  version: string
  /** Settings that change results, e.g. `{ tf32: false }`. */
  numerics: Record<string, string | number | boolean>
}

/** Of runs that a program of the project's own trains: genspec's engines decide nothing there. */
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
   * Waits until the device has done what it was told. Engines have it whose operations report errors late.
   * @throws OutOfMemoryError, DeviceLostError
   */
  settled?(): Promise<void>
  /** Lets go of the device, so that the process can end. */
  close?(): void
}

/** What a run's record says of the engine that trained it. */
export interface EngineInfo extends EngineIdentity {
  device: string
  /** Bytes of the device's memory. */
  memory: number
  threads: number
  /** Whether `genspec doctor` saw this engine repeat its bits on this device; absent when nobody asked. */
  deterministic?: boolean
}
