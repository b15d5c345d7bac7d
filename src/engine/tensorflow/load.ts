/** @file Silent loading of TensorFlow into this process as a TensorFlow.js backend. */

import { closeSync, openSync, readFileSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TensorFlow } from '../engine.js'
import { loadTensorFlow } from '../load-tensorflow.js'
import { provideModule } from '../provided-module.js'
import type { Binding, NodeBackend } from './backend.js'
import { guarded } from './backend.js'
import { TensorFlowError } from './error.js'
import type { Installation } from './installation.js'
import { packageName } from './installation.js'
import { settings } from './settings.js'

const require = createRequire(import.meta.url)

export interface Loaded {
  tf: TensorFlow
  backend: NodeBackend
}

/**
 * Registers the backend `tensorflow` and makes it the current one. TensorFlow reads its settings
 * when it is loaded, so a process has one installation and one number of threads.
 */
export function load(installation: Installation, threads: number): Loaded {
  if (loaded !== undefined) return loaded
  Object.assign(process.env, settings(installation, threads))
  const tf = loadTensorFlow()
  restoreRemovedFunctions(tf)
  if (installation.source === 'cache') shareTensorFlowJs(installation.folder, tf)
  const { NodeJSKernelBackend } = require(
    join(installation.folder, 'dist', 'nodejs_kernel_backend.js'),
  ) as { NodeJSKernelBackend: new (binding: Binding, name: string) => NodeBackend }
  require(join(installation.folder, 'dist', 'register_all_kernels.js'))
  const binding = quietly(installation, () => require(installation.addon) as Binding)
  const backend = new NodeJSKernelBackend(guarded(binding), packageName)
  tf.registerBackend('tensorflow', () => backend, 3)
  loaded = { tf, backend }
  return loaded
}
let loaded: Loaded | undefined

/**
 * The package calls functions that Node 22 warns of and Node 23 removed (tensorflow/tfjs issues 8425
 * and 8609), and two methods of tensors that only the whole of TensorFlow.js registers.
 */
function restoreRemovedFunctions(tf: TensorFlow): void {
  const util = require('node:util') as Record<string, unknown>
  util['isNullOrUndefined'] = (value: unknown) => value === null || value === undefined
  util['isArray'] = Array.isArray
  const chained = tf.Tensor.prototype as unknown as Record<string, unknown>
  chained['toInt'] ??= function (this: Parameters<TensorFlow['cast']>[0]) {
    return tf.cast(this, 'int32')
  }
  chained['toFloat'] ??= function (this: Parameters<TensorFlow['cast']>[0]) {
    return tf.cast(this, 'float32')
  }
}

/**
 * Makes the cached package use this process' TensorFlow.js, so that both share tensors and kernels, and an
 * empty module for the messages of TensorBoard, which genspec does not use.
 */
function shareTensorFlowJs(folder: string, tf: TensorFlow): void {
  const resolve = createRequire(join(folder, 'package.json')).resolve
  provideModule(resolve('@tensorflow/tfjs'), tf)
  provideModule(resolve('@tensorflow/tfjs-core'), tf)
  provideModule(resolve('./dist/proto/api_pb.js'), {})
}

interface Quiet {
  redirect(descriptor: number): number
  restore(saved: number): void
}

/** Runs an action during which TensorFlow writes messages; they are shown only if the action fails. */
export function quietly<Result>(installation: Installation, action: () => Result): Result {
  if (installation.quiet === undefined) return action()
  const quiet = require(installation.quiet) as Quiet
  const path = join(tmpdir(), `genspec-tensorflow-${String(process.pid)}.log`)
  const file = openSync(path, 'w')
  const saved = quiet.redirect(file)
  try {
    return action()
  } catch (error) {
    const said = readFileSync(path, 'utf8').trim().split('\n').at(-1) ?? ''
    const problem = `TensorFlow ${installation.tensorflow} does not start (${String(error)}) ${said}`
    throw new TensorFlowError(problem, 'run `genspec engine install tensorflow --force`', {
      cause: error,
    })
  } finally {
    quiet.restore(saved)
    closeSync(file)
    rmSync(path, { force: true })
  }
}
