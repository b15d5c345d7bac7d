/** @file The engines, and the choice of the one that runs use. */

import type { Engine, EngineName } from './engine.js'
import { EngineError } from './error.js'
import { portableEngine } from './portable/engine.js'
import { tensorflowEngine } from './tensorflow/engine.js'
import { webgpuEngine } from './webgpu/engine.js'

/** All engines, in order of preference. */
export const engines: readonly Engine[] = [tensorflowEngine, webgpuEngine, portableEngine]

export const engineNames: readonly EngineName[] = engines.map((engine) => engine.name)

export interface EngineChoice {
  engine: Engine
  /** Why this engine was chosen, in one sentence. */
  reason: string
}

/**
 * Chooses the named engine. `auto` takes the first that works on a GPU, or else the first that works on the
 * processor; an engine whose GPU is software on the processor is taken only by name.
 * @throws EngineError
 */
export async function chooseEngine(wanted: EngineName | 'auto'): Promise<EngineChoice> {
  if (wanted !== 'auto') {
    const engine = engineByName(wanted)
    const refusal = await engine.unavailable()
    if (refusal === undefined) return { engine, reason: 'requested' }
    throw new EngineError(`engine \`${wanted}\` cannot run here: ${refusal}`)
  }
  const refusals: string[] = []
  const onProcessor: EngineChoice[] = []
  for (const engine of engines) {
    const refusal = await engine.unavailable()
    if (refusal !== undefined) {
      refusals.push(refusal)
      continue
    }
    const device = await engine.device()
    if (device === 'gpu') return { engine, reason: 'the first that works on a GPU here' }
    const reason = refusals[0] ?? 'the first that works here'
    if (device === 'processor') onProcessor.push({ engine, reason })
  }
  const [choice] = onProcessor
  if (choice === undefined) throw new EngineError(`no engine works here: ${refusals.join('; ')}`)
  return choice
}

export function engineByName(name: EngineName): Engine {
  const engine = engines.find((candidate) => candidate.name === name)
  if (engine === undefined) throw new EngineError(`there is no engine \`${name}\``)
  return engine
}
