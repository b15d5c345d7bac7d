/** @file `check` of the API. */

import type { Claim } from '../claims/claim.js'
import { diagnoseSpecs, isOfData } from '../project/check-specs.js'
import { openProject } from '../project/project.js'
import { type Finding, findingOf } from '../project/spec-error.js'

export interface CheckResult {
  /** The claims of the specs; empty if there are errors other than unusable data. */
  claims: Claim[]
  diagnostics: Finding[]
  /** The specs and the files that they use, relative to the root of the project. */
  files: string[]
}

/**
 * Finds mistakes in specs without training.
 * @param paths specs or folders of specs, relative to the working directory
 * @throws UsageError if there is no such file
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
