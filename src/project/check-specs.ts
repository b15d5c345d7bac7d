/** @file Reads and checks specs; what is wrong with them goes to standard error. */

import { check } from '../check/check.js'
import type { Claim } from '../claims/claim.js'
import { projectRegistry } from '../config/project-registry.js'
import type { Diagnostic } from '../diagnostics/diagnostic.js'
import { diagnosticText } from '../diagnostics/render/text.js'
import type { Source } from '../diagnostics/source.js'
import { Loader } from '../language/load.js'
import type { SyntaxTree } from '../language/tree.js'
import { formatCount } from '../text/amounts.js'
import { projectFolder } from './folder.js'
import { UsageError, readSpecs } from './spec-files.js'

export interface CheckOptions {
  /** The profile in force. */
  profile?: string | undefined
  /** Lets `use` read files outside the project. */
  allowOutside?: boolean | undefined
}

export interface DiagnosedSpecs {
  sources: Source[]
  claims: Claim[]
  /** Each once, by file and place. */
  diagnostics: Diagnostic[]
  /** Of each spec, its own and those of the files that it uses. */
  trees: SyntaxTree[][]
}

/**
 * The claims of specs; what is wrong with them is said on standard error.
 * @throws UsageError where they have errors
 */
export async function checkSpecs(
  paths: readonly string[],
  options: CheckOptions = {},
): Promise<Claim[]> {
  const { claims, diagnostics } = await diagnoseSpecs(paths, options)
  const errors = countErrors(diagnostics)
  printDiagnostics(diagnostics)
  if (errors > 0) throw new UsageError(`${formatCount(errors, 'error')}; nothing was run`)
  return claims
}

export async function diagnoseSpecs(
  paths: readonly string[],
  { profile, allowOutside = false }: CheckOptions = {},
): Promise<DiagnosedSpecs> {
  const sources = await readSpecs(paths)
  const found = new Map<string, Diagnostic>()
  const report = (diagnostic: Diagnostic) => {
    const { code, source, span, message } = diagnostic
    // A file that several specs use is checked with each of them.
    const identity = [code, source.path, span.start, span.end, message].join('\n')
    if (!found.has(identity)) found.set(identity, diagnostic)
  }
  const loaders = new Map<string, Loader>()
  const trees: SyntaxTree[][] = []
  const registry = await projectRegistry()
  const checked = sources.map((source) => {
    const project = projectFolder(source.path)
    const loader = loaders.get(project) ?? new Loader({ project, allowOutside })
    loaders.set(project, loader)
    const loaded = loader.load(source, report)
    trees.push(loaded)
    return check(loaded, registry, report, profile)
  })
  const profiles = new Set(checked.flatMap((spec) => spec.profiles))
  if (profile !== undefined && !profiles.has(profile)) {
    const known = profiles.size === 0 ? 'none is declared' : `known: ${[...profiles].join(', ')}`
    throw new UsageError(`no spec declares the profile \`${profile}\`; ${known}`)
  }
  const order = new Map(sources.map(({ path }, index) => [path, index]))
  const place = ({ source }: Diagnostic) => order.get(source.path) ?? order.size
  const diagnostics = [...found.values()].sort(
    (a, b) => place(a) - place(b) || a.span.start - b.span.start,
  )
  return { sources, claims: checked.flatMap(({ claims }) => claims), diagnostics, trees }
}

export function countErrors(diagnostics: readonly Diagnostic[]): number {
  return diagnostics.filter(({ severity }) => severity === 'error').length
}

export function printDiagnostics(diagnostics: readonly Diagnostic[]): void {
  for (const diagnostic of diagnostics) process.stderr.write(`${diagnosticText(diagnostic)}\n\n`)
}
