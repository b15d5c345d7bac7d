/** @file From paths and filters on the command line to a plan. */

import type { Claim } from '../claims/claim.js'
import { companionsOf } from '../claims/family.js'
import type { Diagnostic } from '../diagnostics/diagnostic.js'
import type { EngineName } from '../engine/engine.js'
import type { EngineChoice } from '../engine/engines.js'
import { withSeeds } from '../plan/exploratory.js'
import { meaningOf } from '../plan/meaning.js'
import { type Plan, makePlan } from '../plan/plan.js'
import { claimAt, lastLineOf, select } from '../plan/select.js'
import { checkSpecs } from './check-specs.js'
import { projectEngine } from './engine.js'
import { claimsAt } from './git-specs.js'
import { type Project, nameInProject } from './project.js'
import { UsageError } from './spec-files.js'

export interface SelectionOptions {
  profile?: string | undefined
  /** Lets `use` read files outside the project. */
  allowOutside?: boolean | undefined
  title?: Pick<RegExp, 'test'> | undefined
  tag?: readonly string[]
  paper?: readonly string[]
  changed?: string | undefined
  seeds?: readonly number[] | undefined
  /** Also plans claims with unusable data, as errors. */
  withUnusable?: boolean
}

export interface SelectedClaims {
  claims: Claim[]
  /** All claims of the specs, before filtering. */
  known: Claim[]
  /** The project names of the files and folders that were read. */
  paths: string[]
  /** The diagnostics of the specs; errors are only about unusable data. */
  warnings: Diagnostic[]
  /** The profiles that the specs declare or use. */
  profiles: string[]
}

export interface PlannedSpecs extends SelectedClaims {
  plan: Plan
  choice: EngineChoice
}

/** @throws SpecError where specs have errors; UsageError where nothing is selected */
export async function planSpecs(
  project: Project,
  given: readonly string[],
  options: SelectionOptions & { engine?: EngineName | 'auto' | undefined },
): Promise<PlannedSpecs> {
  const selected = await selectClaims(project, given, options)
  const { claims, known } = selected
  const beside = companionsOf(claims, known)
  return { ...selected, ...(await planClaims(project, claims, options.engine, beside)) }
}

export async function planClaims(
  project: Project,
  claims: readonly Claim[],
  engine: EngineName | 'auto' | undefined,
  beside: readonly Claim[] = [],
): Promise<{ plan: Plan; choice: EngineChoice }> {
  const choice = await projectEngine(project, engine)
  const identity = await choice.engine.identity()
  return { plan: await makePlan(claims, identity, project.registry, beside), choice }
}

/** @throws SpecError where specs have errors; UsageError where nothing is selected */
export async function selectClaims(
  project: Project,
  given: readonly string[],
  options: SelectionOptions,
): Promise<SelectedClaims> {
  const { paths, lines } = placesOf(project, given)
  const { title, tag = [], paper = [], changed, seeds } = options
  const checked = await checkSpecs(project, paths, options)
  const { claims: known, diagnostics: warnings, profiles } = checked
  for (const [file, numbers] of lines) {
    for (const line of numbers) requireClaimAt(known, file, line)
  }
  let claims = select(known, { title, tags: tag, papers: paper, lines })
  if (changed !== undefined) {
    const before = await claimsAt(project, changed, paths, options.profile)
    const old = new Set(before.map((claim) => `${claim.name} ${meaningOf(claim)}`))
    claims = claims.filter((claim) => !old.has(`${claim.name} ${meaningOf(claim)}`))
  }
  if (claims.length === 0 && known.length > 0 && changed === undefined) {
    const names = known.map(({ name }) => name)
    const some = names.slice(0, 8).join(', ') + (names.length > 8 ? ', ...' : '')
    throw new UsageError(`no claim matches the filters; there are ${known.length}: ${some}`)
  }
  if (seeds) claims = claims.map((claim) => withSeeds(claim, () => [...seeds]))
  const names = paths.map((one) => nameInProject(project, one))
  return { claims, known, paths: names, warnings, profiles }
}

/** `specs/a.gen:41` is the claim at that line. */
function placesOf(
  project: Project,
  given: readonly string[],
): { paths: string[]; lines: Map<string, number[]> } {
  const lines = new Map<string, number[]>()
  const paths = given.map((text) => {
    const [, file, line] = /^(.*\.gen):(\d+)(?::\d+)?$/.exec(text) ?? []
    if (file === undefined) return text
    const name = nameInProject(project, file)
    lines.set(name, [...(lines.get(name) ?? []), Number(line)])
    return file
  })
  return { paths, lines }
}

/** @throws UsageError that names the nearest claims if the line is in none */
function requireClaimAt(claims: readonly Claim[], file: string, line: number): void {
  if (claimAt(claims, file, line)) return
  const own = claims.filter((claim) => claim.file === file).sort((a, b) => a.line - b.line)
  const above = own.filter((claim) => claim.line < line).at(-1)
  const below = own.find((claim) => claim.line > line)
  const near = [above, below].flatMap((claim) =>
    claim ? `\`${claim.name}\` (lines ${claim.line} to ${lastLineOf(claim)})` : [],
  )
  const help = near.length === 0 ? `${file} has none` : `nearest: ${near.join(' and ')}`
  throw new UsageError(`line ${line} of ${file} is in no claim; ${help}`)
}
