/** @file Reads and checks specs; what is wrong with them goes to standard error. */

import { builtinRegistry } from '../builtin/kinds.js'
import { check } from '../check/check.js'
import type { Claim } from '../check/study.js'
import type { Diagnostic } from '../diagnostics/diagnostic.js'
import { formatCount } from '../judge/format.js'
import { parse } from '../language/parse.js'
import { diagnosticText } from '../report/diagnostic-text.js'
import { UsageError, readSpecs } from './spec-files.js'

export interface CheckedSpecs {
  files: number
  claims: Claim[]
  errors: number
}

/** @param profile the scale that the claims are resolved at */
export async function checkSpecs(
  paths: readonly string[],
  profile?: string,
): Promise<CheckedSpecs> {
  if (profile !== undefined) throw new UsageError('profiles are not resolved yet')
  const sources = await readSpecs(paths)
  const diagnostics: Diagnostic[] = []
  const claims = sources.flatMap((source) => {
    const report = (diagnostic: Diagnostic) => void diagnostics.push(diagnostic)
    return check(parse(source, report), builtinRegistry, report)
  })
  for (const diagnostic of diagnostics) process.stderr.write(`${diagnosticText(diagnostic)}\n\n`)
  const errors = diagnostics.filter(({ severity }) => severity === 'error').length
  if (errors > 0) process.stderr.write(`${formatCount(errors, 'error')}; nothing was run\n`)
  return { files: sources.length, claims, errors }
}
