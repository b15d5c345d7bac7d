/** @file `check` for programs. */

import type { Claim } from '../claims/claim.js'
import { diagnoseSpecs, isOfData } from '../project/check-specs.js'
import { openProject } from '../project/project.js'
import { type Finding, findingOf } from '../project/spec-error.js'

export interface CheckResult {
  /** What the specs state; empty where they have errors, but of data that cannot be used. */
  claims: Claim[]
  diagnostics: Finding[]
  /** The specs, and the files that they use, from the root of the project. */
  files: string[]
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
  const { claims, diagnostics, trees } = await diagnoseSpecs(await openProject(), paths, options)
  const found = diagnostics.map(findingOf)
  const bad = found.some((one) => one.severity === 'error' && !isOfData(one))
  const files = new Set(trees.flat().map(({ source }) => source.path))
  return { claims: bad ? [] : claims, diagnostics: found, files: [...files] }
}
