/** @file Messages for errors that are not faults of genspec. */

import { projectPlace } from '../config/blame.js'
import { ConfigError } from '../config/error.js'
import { EngineError } from '../engine/error.js'
import { CurvesError } from '../events/paper-curves.js'
import { systemErrorText } from '../files/system-errors.js'
import { KindError } from '../kinds/kind-error.js'
import { DataError } from '../kinds/dataset.js'
import { LockError } from '../lock/error.js'
import { UsageError } from '../project/spec-files.js'

/** Errors whose messages explain the problem and the remedy. */
const spoken = [UsageError, EngineError, ConfigError, KindError, CurvesError, LockError, DataError]

/** @returns undefined for a fault of genspec */
export function explanationOf(error: unknown): string | undefined {
  if (spoken.some((kind) => error instanceof kind)) return (error as Error).message
  return systemErrorText(error) ?? lackingFile(error) ?? fromConfig(error)
}

function lackingFile(error: unknown): string | undefined {
  const { code, message } = (error ?? {}) as Partial<NodeJS.ErrnoException>
  if (code !== 'ERR_MODULE_NOT_FOUND') return undefined
  return `a file of the installation is missing (${message}); install genspec again`
}

/** Errors that a project's own code threw. */
function fromConfig(error: unknown): string | undefined {
  const place = projectPlace(error)
  return place && `${place}: ${(error as Error).message}`
}
