/** @file What went wrong, in words, where genspec itself is not at fault. */

import { projectPlace } from '../config/blame.js'
import { ConfigError } from '../config/error.js'
import { EngineError } from '../engine/error.js'
import { CurvesError } from '../events/paper-curves.js'
import { systemErrorText } from '../files/system-errors.js'
import { DataError } from '../kinds/dataset.js'
import { LockError } from '../lock/error.js'
import { UsageError } from '../project/spec-files.js'

/** Their messages say what is wrong and what to do. */
const spoken = [UsageError, EngineError, ConfigError, CurvesError, LockError, DataError]

/** @returns nothing for a fault of genspec */
export function explanationOf(error: unknown): string | undefined {
  if (spoken.some((kind) => error instanceof kind)) return (error as Error).message
  return systemErrorText(error) ?? lackingFile(error) ?? fromConfig(error)
}

function lackingFile(error: unknown): string | undefined {
  const { code, message } = (error ?? {}) as Partial<NodeJS.ErrnoException>
  if (code !== 'ERR_MODULE_NOT_FOUND') return undefined
  return `the installation lacks a file (${message}); install genspec again`
}

/** What a project's own code threw. */
function fromConfig(error: unknown): string | undefined {
  const place = projectPlace(error)
  return place && `${place}: ${(error as Error).message}`
}
