/** @file From paths and filters on the command line to a plan. */

import path from 'node:path'
import type { Claim } from '../claims/claim.js'
import { projectRegistry } from '../config/project-registry.js'
import type { EngineName } from '../engine/engine.js'
import { type EngineChoice, chooseEngine } from '../engine/engines.js'
import { withSeeds } from '../plan/exploratory.js'
import { meaningOf } from '../plan/meaning.js'
import { type Plan, makePlan } from '../plan/plan.js'
import { select } from '../plan/select.js'
import { checkSpecs } from './check-specs.js'
import { claimsAt } from './git-specs.js'
import { UsageError } from './spec-files.js'

export interface SelectionOptions {
  profile?: string | undefined
  title?: Pick<RegExp, 'test'> | undefined
  tag?: readonly string[]
  paper?: readonly string[]
  changed?: string | undefined
  seeds?: readonly number[] | undefined
}

export interface SelectedClaims {
  claims: Claim[]
  /** All claims of the specs that were read, whatever the filters chose. */
  known: Claim[]
  /** The files and folders that were read. */
  paths: string[]
}

export interface PlannedSpecs extends SelectedClaims {
  plan: Plan
  choice: EngineChoice
}

/** @throws UsageError where specs have errors, or nothing is selected */
export async function planSpecs(
  given: readonly string[],
  options: SelectionOptions & { engine: EngineName | 'auto' },
): Promise<PlannedSpecs> {
  const selected = await selectClaims(given, options)
  const choice = await chooseEngine(options.engine)
  const identity = await choice.engine.identity()
  const plan = await makePlan(selected.claims, identity, await projectRegistry())
  return { plan, choice, ...selected }
}

/** @throws UsageError where specs have errors, or nothing is selected */
export async function selectClaims(
  given: readonly string[],
  { profile, title, tag = [], paper = [], changed, seeds }: SelectionOptions,
): Promise<SelectedClaims> {
  const { paths, lines } = placesOf(given)
  const known = await checkSpecs(paths, { profile })
  let claims = select(known, { title, tags: tag, papers: paper, lines })
  if (changed !== undefined) {
    const before = await claimsAt(changed, paths, profile)
    const old = new Set(before.map((claim) => `${claim.name} ${meaningOf(claim)}`))
    claims = claims.filter((claim) => !old.has(`${claim.name} ${meaningOf(claim)}`))
  }
  if (claims.length === 0 && known.length > 0 && changed === undefined) {
    const names = known.map(({ name }) => name)
    const some = names.slice(0, 8).join(', ') + (names.length > 8 ? ', ...' : '')
    throw new UsageError(`no claim matches the filters; there are ${known.length}: ${some}`)
  }
  if (seeds) claims = claims.map((claim) => withSeeds(claim, () => [...seeds]))
  return { claims, known, paths }
}

/** `specs/a.gen:41` is the claim that stands at that line. */
function placesOf(given: readonly string[]): { paths: string[]; lines: Map<string, number[]> } {
  const lines = new Map<string, number[]>()
  const paths = given.map((text) => {
    const [, file, line] = /^(.*\.gen):(\d+)(?::\d+)?$/.exec(text) ?? []
    if (file === undefined) return fromHere(text)
    const name = fromHere(file).split(path.sep).join('/')
    lines.set(name, [...(lines.get(name) ?? []), Number(line)])
    return fromHere(file)
  })
  return { paths, lines }
}

/** A claim is recorded by its spec's path from the project's folder, however that was typed. */
function fromHere(given: string): string {
  const relative = path.relative('.', given)
  return relative.startsWith('..') || path.isAbsolute(relative)
    ? path.normalize(given)
    : relative || '.'
}
