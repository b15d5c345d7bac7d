/** @file The table of set-up types, and the cost of a run by its type. */

import { type RunSetup, type SetupType, type SetupsByType, setupType } from '../claims/setup.js'
import type { Registry } from '../kinds/registry.js'
import type { RunType, Work } from './run-type.js'
import { computation } from './types/computation.js'
import { trainer } from './types/trainer.js'
import { training } from './types/training.js'

const types: { [T in SetupType]: RunType<SetupsByType[T]> } = { training, computation, trainer }

export function typeOf(setup: RunSetup): RunType<RunSetup> {
  return types[setupType(setup)]
}

/** The cost of a run, from its set-up alone. */
export function workOf(registry: Registry, setup: RunSetup): Work {
  return typeOf(setup).work(registry, setup)
}
