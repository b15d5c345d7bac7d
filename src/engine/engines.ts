/** @file Which engines there are, and which one a run takes. */

import type { Engine, EngineName } from './engine.js'
import { EngineError } from './error.js'
import { portableEngine } from './portable/engine.js'
import { tensorflowEngine } from './tensorflow/engine.js'

/** In order of preference. */
export const engines: readonly Engine[] = [tensorflowEngine, portableEngine]

export const engineNames: readonly EngineName[] = engines.map((engine) => engine.name)

export interface EngineChoice {
  engine: Engine
  /** One sentence. */
  reason: string
}

/** The engine that was asked for, or with `auto` the first that works here. */
export async function chooseEngine(wanted: EngineName | 'auto'): Promise<EngineChoice> {
  const refusals: string[] = []
  for (const engine of engines) {
    if (wanted !== 'auto' && engine.name !== wanted) continue
    const refusal = await engine.unavailable()
    if (refusal === undefined) {
      const reason = wanted === 'auto' ? (refusals[0] ?? 'the first that works here') : 'as asked'
      return { engine, reason }
    }
    refusals.push(refusal)
  }
  throw new EngineError(`engine \`${wanted}\` cannot run here: ${refusals.join('; ')}`)
}

export function engineByName(name: EngineName): Engine {
  const engine = engines.find((candidate) => candidate.name === name)
  if (engine === undefined) throw new EngineError(`there is no engine \`${name}\``)
  return engine
}
