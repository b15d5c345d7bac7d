/** @file Reads and checks specs. */

import path from 'node:path'
import { check } from '../check/check.js'
import type { Claim } from '../claims/claim.js'
import { withFamilySizes } from '../claims/family.js'
import { unusableData } from '../diagnostics/data.js'
import type { Diagnostic } from '../diagnostics/diagnostic.js'
import { once } from '../diagnostics/once.js'
import type { Source } from '../diagnostics/source.js'
import { Loader } from '../language/load.js'
import type { SyntaxTree } from '../language/tree.js'
import type { Project } from './project.js'
import { findRoot } from './root.js'
import { SpecError } from './spec-error.js'
import { UsageError, readSpecs } from './spec-files.js'

export interface CheckOptions {
  /** The active profile. */
  profile?: string | undefined
  /** Lets `use` read files outside the project. */
  allowOutside?: boolean | undefined
  /** Returns claims with unusable data together with the reason, so that other claims can be judged. */
  withUnusable?: boolean | undefined
}

export interface DiagnosedSpecs {
  sources: Source[]
  claims: Claim[]
  /** Each once, by file and place. */
  diagnostics: Diagnostic[]
  /** The names of each spec and of the files that it uses. */
  trees: SyntaxTree[][]
  /** The profiles that they declare or use. */
  profiles: string[]
}

/** The claims and diagnostics of specs. @throws SpecError if they have errors */
export async function checkSpecs(
  project: Project,
  paths: readonly string[],
  options: CheckOptions = {},
): Promise<DiagnosedSpecs> {
  const diagnosed = await diagnoseSpecs(project, paths, options)
  const counted = diagnosed.diagnostics.filter((one) => !options.withUnusable || !isOfData(one))
  if (countErrors(counted) > 0) throw new SpecError(diagnosed.diagnostics)
  return diagnosed
}

/** @param paths specs or folders of specs, relative to the working directory */
export async function diagnoseSpecs(
  project: Project,
  paths: readonly string[],
  { profile, allowOutside = false }: CheckOptions = {},
): Promise<DiagnosedSpecs> {
  const sources = await readSpecs(project, paths)
  const found: Diagnostic[] = []
  const report = once((diagnostic) => void found.push(diagnostic))
  const loaders = new Map<string, Loader>()
  const trees: SyntaxTree[][] = []
  const checked = sources.map((source) => {
    const own = rootOf(project, source)
    const loader =
      loaders.get(own) ?? new Loader({ root: project.root, project: own, allowOutside })
    loaders.set(own, loader)
    const loaded = loader.load(source, report)
    trees.push(loaded)
    return check(loaded, project.registry, report, profile)
  })
  const profiles = new Set(checked.flatMap((spec) => spec.profiles))
  if (profile !== undefined && !profiles.has(profile)) {
    const known = profiles.size === 0 ? 'none is declared' : `known: ${[...profiles].join(', ')}`
    throw new UsageError(`no spec declares the profile \`${profile}\`; ${known}`)
  }
  const order = new Map(sources.map(({ path }, index) => [path, index]))
  const place = ({ source }: Diagnostic) => order.get(source.path) ?? order.size
  const diagnostics = found.sort((a, b) => place(a) - place(b) || a.span.start - b.span.start)
  const claims = withFamilySizes(checked.flatMap((spec) => spec.claims))
  return { sources, claims, diagnostics, trees, profiles: [...profiles] }
}

/** The project of a spec, which can differ from that of the working directory. */
function rootOf({ root }: Project, source: Source): string {
  const folder = path.dirname(path.resolve(root, source.path))
  const found = findRoot(folder)
  if (found !== undefined) return found
  return folder === root || folder.startsWith(root + path.sep) ? root : folder
}

/** True for a diagnostic about unusable data or a failing kind, which affects only the claims that need it. */
export function isOfData({ code }: Pick<Diagnostic, 'code'>): boolean {
  return code === unusableData.rule.code
}

export function countErrors(diagnostics: readonly Diagnostic[]): number {
  return diagnostics.filter(({ severity }) => severity === 'error').length
}
