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
  title?: RegExp | undefined
  tag?: readonly string[]
  paper?: readonly string[]
  changed?: string | undefined
  seeds?: readonly number[] | undefined
}

export interface PlannedSpecs {
  plan: Plan
  choice: EngineChoice
  claims: Claim[]
}

/** @throws UsageError where specs have errors, or nothing is selected */
export async function planSpecs(
  given: readonly string[],
  options: SelectionOptions & { engine: EngineName | 'auto' },
): Promise<PlannedSpecs> {
  const claims = await selectClaims(given, options)
  const choice = await chooseEngine(options.engine)
  const plan = await makePlan(claims, await choice.engine.identity(), await projectRegistry())
  return { plan, choice, claims }
}

/** @throws UsageError where specs have errors, or nothing is selected */
export async function selectClaims(
  given: readonly string[],
  { profile, title, tag = [], paper = [], changed, seeds }: SelectionOptions,
): Promise<Claim[]> {
  const { paths, lines } = placesOf(given)
  const all = await checkSpecs(paths, { profile })
  let claims = select(all, { title, tags: tag, papers: paper, lines })
  if (changed !== undefined) {
    const before = await claimsAt(changed, paths, profile)
    const known = new Set(before.map((claim) => `${claim.name} ${meaningOf(claim)}`))
    claims = claims.filter((claim) => !known.has(`${claim.name} ${meaningOf(claim)}`))
  }
  if (claims.length === 0 && all.length > 0 && changed === undefined) {
    const names = all.map(({ name }) => name)
    const some = names.slice(0, 8).join(', ') + (names.length > 8 ? ', ...' : '')
    throw new UsageError(`no claim matches the filters; there are ${all.length}: ${some}`)
  }
  return seeds ? claims.map((claim) => withSeeds(claim, () => [...seeds])) : claims
}

/** `specs/a.gen:41` is the claim that stands at that line. */
function placesOf(given: readonly string[]): { paths: string[]; lines: Map<string, number[]> } {
  const lines = new Map<string, number[]>()
  const paths = given.map((text) => {
    const [, file, line] = /^(.*\.gen):(\d+)(?::\d+)?$/.exec(text) ?? []
    if (file === undefined) return text
    const name = path.normalize(file).split(path.sep).join('/')
    lines.set(name, [...(lines.get(name) ?? []), Number(line)])
    return file
  })
  return { paths, lines }
}
