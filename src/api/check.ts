/** @file `check` for programs. */

import type { Claim } from '../claims/claim.js'
import type { Diagnostic } from '../diagnostics/diagnostic.js'
import { position } from '../diagnostics/source.js'
import { diagnoseSpecs } from '../project/check-specs.js'

export interface CheckResult {
  /** What the specs state; empty where they have errors. */
  claims: Claim[]
  diagnostics: Finding[]
  /** The specs, and the files that they use. */
  files: string[]
}

/** A mistake or a warning, with its place from 1. */
export interface Finding {
  code: string
  severity: 'error' | 'warning'
  message: string
  help?: string
  file: string
  line: number
  column: number
}

/** Specs that have errors cannot be run or judged. */
export class SpecError extends Error {
  constructor(readonly diagnostics: Finding[]) {
    const lines = diagnostics.map(
      ({ file, line, column, code, message, help }) =>
        `${file}:${line}:${column} ${code} ${message}${help === undefined ? '' : `\n  ${help}`}`,
    )
    super(lines.join('\n'))
    this.name = 'SpecError'
  }
}

/**
 * Looks for mistakes in specs without training.
 * @param paths specs, or folders of specs, from the working directory
 * @throws UsageError where there is no such file
 */
export async function check(
  paths: readonly string[],
  options: { profile?: string } = {},
): Promise<CheckResult> {
  const { claims, diagnostics, trees } = await diagnoseSpecs(paths, options)
  const found = diagnostics.map(findingOf)
  const bad = found.some(({ severity }) => severity === 'error')
  const files = new Set(trees.flat().map(({ source }) => source.path))
  return { claims: bad ? [] : claims, diagnostics: found, files: [...files] }
}

/** @throws SpecError where one of the diagnostics is an error */
export async function mustCheck(paths: readonly string[], profile?: string): Promise<void> {
  const { diagnostics } = await check(paths, profile === undefined ? {} : { profile })
  const errors = diagnostics.filter(({ severity }) => severity === 'error')
  if (errors.length > 0) throw new SpecError(errors)
}

function findingOf({ code, severity, message, help, source, span }: Diagnostic): Finding {
  const { line, column } = position(source.text, span.start)
  return {
    ...{ code, severity, message, file: source.path, line, column },
    ...(help !== undefined && { help }),
  }
}
