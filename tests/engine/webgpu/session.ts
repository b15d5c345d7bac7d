/** @file The webgpu engine for tests, or the reason why it is missing. */

import { webgpuEngine } from '../../../src/engine/webgpu/engine.js'

const refusal = await webgpuEngine.unavailable()
if (refusal !== undefined) console.log(`skipped: the webgpu engine's tests (${refusal})`)

/** True if the engine is missing here; its tests are then skipped, with the reason printed. */
export const engineMissing = refusal !== undefined
