/** @file The engine of a project. */

import type { EngineName } from '../engine/engine.js'
import { type EngineChoice, chooseEngine, engineNames } from '../engine/engines.js'
import type { ProjectFolder } from './project.js'
import { UsageError } from './spec-files.js'

/** The engine requested by the option or the environment; otherwise the first that works. */
export function projectEngine(
  { environment }: ProjectFolder,
  asked: EngineName | 'auto' | undefined,
): Promise<EngineChoice> {
  return chooseEngine(asked ?? fromEnvironment(environment.engine) ?? 'auto')
}

function fromEnvironment(name: string | undefined): EngineName | 'auto' | undefined {
  if (name === undefined) return undefined
  const names = ['auto', ...engineNames] as const
  const known = names.find((one) => one === name)
  if (known !== undefined) return known
  throw new UsageError(`GENSPEC_ENGINE is \`${name}\`, but must be one of ${names.join(', ')}`)
}
