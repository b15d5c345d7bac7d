/** @file The tensorflow engine for tests, or the reason why it is missing. */

import type { EngineSession } from '../../src/engine/engine.js'
import { composedOperations, type Operations } from '../../src/engine/operations.js'
import { tensorflowEngine } from '../../src/engine/tensorflow/engine.js'
import { loadTensorFlow } from '../../src/engine/load-tensorflow.js'

const refusal = await tensorflowEngine.unavailable()
if (refusal !== undefined) console.log(`skipped: the tensorflow engine's tests (${refusal})`)

/** True if the engine is missing here; its tests are then skipped, with the reason printed. */
export const engineMissing = refusal !== undefined

/** The engine, and TensorFlow.js' own composed operations on the same backend. */
export async function startEngine(): Promise<EngineSession & { composed: Operations }> {
  const session = await tensorflowEngine.start({ threads: 2 })
  return { ...session, composed: composedOperations(loadTensorFlow()) }
}
