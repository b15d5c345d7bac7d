/** @file Reads and checks specs; what is wrong with them goes to standard error. */

import { builtinRegistry } from '../builtin/kinds.js'
import { check } from '../check/check.js'
import type { Claim } from '../check/study.js'
import type { Diagnostic } from '../diagnostics/diagnostic.js'
import { formatCount } from '../judge/format.js'
import { Loader } from '../language/load.js'
import { diagnosticText } from '../report/diagnostic-text.js'
import { projectFolder } from './project-folder.js'
import { UsageError, readSpecs } from './spec-files.js'

export interface CheckedSpecs {
  files: number
  claims: Claim[]
  errors: number
}

export interface CheckOptions {
  /** The profile in force. */
  profile?: string | undefined
  /** Lets `use` read files outside the project. */
  allowOutside?: boolean | undefined
}

export async function checkSpecs(
  paths: readonly string[],
  { profile, allowOutside = false }: CheckOptions = {},
): Promise<CheckedSpecs> {
  const sources = await readSpecs(paths)
  const diagnostics = new Map<string, Diagnostic>()
  const report = (diagnostic: Diagnostic) => {
    const { code, source, span, message } = diagnostic
    // A file that several specs use is checked with each of them.
    diagnostics.set([code, source.path, span.start, span.end, message].join('\n'), diagnostic)
  }
  const loaders = new Map<string, Loader>()
  const checked = sources.map((source) => {
    const project = projectFolder(source.path)
    const loader = loaders.get(project) ?? new Loader({ project, allowOutside })
    loaders.set(project, loader)
    return check(loader.load(source, report), builtinRegistry, report, profile)
  })
  for (const diagnostic of diagnostics.values()) {
    process.stderr.write(`${diagnosticText(diagnostic)}\n\n`)
  }
  const profiles = new Set(checked.flatMap((spec) => spec.profiles))
  if (profile !== undefined && !profiles.has(profile)) {
    const known = profiles.size === 0 ? 'none is declared' : `known: ${[...profiles].join(', ')}`
    throw new UsageError(`no spec declares the profile \`${profile}\`; ${known}`)
  }
  const errors = [...diagnostics.values()].filter(({ severity }) => severity === 'error').length
  if (errors > 0) process.stderr.write(`${formatCount(errors, 'error')}; nothing was run\n`)
  return { files: sources.length, claims: checked.flatMap(({ claims }) => claims), errors }
}
