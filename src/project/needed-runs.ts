/** @file The stored runs that specs need, with every engine and in every profile. */

import path from 'node:path'
import type { Claim } from '../claims/claim.js'
import { armsOf } from '../claims/expectation.js'
import type { RunSetup } from '../claims/setup.js'
import { type EngineIdentity, type EngineName, outside } from '../engine/engine.js'
import { chooseEngine, engines } from '../engine/engines.js'
import { makePlan } from '../plan/plan.js'
import { runKey } from '../plan/run-key.js'
import type { Needed } from '../store/garbage.js'
import { selectClaims } from './plan-specs.js'
import type { Project } from './project.js'
import { UsageError } from './spec-files.js'

export interface NeededOptions {
  /** Only what this profile needs; by default, what the specs need without and with each profile. */
  profile?: string | undefined
  /** Only runs of this engine in its local version. */
  engine?: EngineName | undefined
}

/**
 * @throws SpecError if specs have errors, because then their needs are unknown; UsageError if specs that are named
 *   have no claim, because they would need no run
 */
export async function runsNeededBy(
  project: Project,
  paths: readonly string[],
  { profile, engine }: NeededOptions,
): Promise<Needed> {
  const identities = await identitiesHere(engine)
  const claims = await claimsOf(project, paths, profile)
  requireClaims(project, paths, claims)
  /** By work, the datasets on which it is needed; undefined if they are missing. */
  const needed = new Map<string, Set<string> | undefined>()
  const keys = new Set<string>()
  let withoutData = false
  for (const identity of identities) {
    const plan = await makePlan(claims, identity, project.registry)
    const data = new Map(plan.runs.map((run) => [run.key, run.data]))
    for (const key of data.keys()) keys.add(key)
    for (const { setup, seed } of claims.flatMap(workOf)) {
      const own = data.get(plan.keyOf(setup, seed) ?? '')
      const name = nameOf(setup, seed)
      withoutData ||= own === undefined
      const known = needed.has(name) ? needed.get(name) : new Set<string>()
      needed.set(name, own === undefined ? undefined : known?.add(own))
    }
  }
  return {
    finished(record) {
      const { setup, seed, data, key } = record
      if (engine !== undefined) {
        const here = [...identities, outside].some(
          (one) => runKey({ setup, seed, data, engine: one }) === key,
        )
        if (!here) return false
      }
      const name = nameOf(setup, seed)
      return needed.has(name) && (needed.get(name)?.has(data) ?? true)
    },
    unfinished(key, begunOn) {
      const isHere = ({ name, version }: EngineIdentity) =>
        name === begunOn?.name && version === begunOn.version
      const elsewhere = begunOn !== undefined && !identities.some(isHere)
      // The keys of runs on other engines, and on data that is missing here, are unknown.
      return keys.has(key) || withoutData || (elsewhere && engine === undefined)
    },
  }
}

/** A spec that was emptied by accident must not cost the runs of its claims. */
function requireClaims(
  { root }: Project,
  paths: readonly string[],
  claims: readonly Claim[],
): void {
  const files = paths.filter((given) => given.endsWith('.gen'))
  const empty = files.find((file) => {
    const shown = path.relative(root, path.resolve(root, file)).split(path.sep).join('/')
    return !claims.some((claim) => claim.file === shown)
  })
  if (empty === undefined && claims.length > 0) return
  throw new UsageError(
    `${empty ?? paths.join(', ')} has no claim, so it needs no run; name specs that have claims, or delete \`.genspec/runs\` to remove every run`,
  )
}

async function identitiesHere(engine: EngineName | undefined): Promise<EngineIdentity[]> {
  if (engine !== undefined) return [await (await chooseEngine(engine)).engine.identity()]
  const identities: EngineIdentity[] = []
  for (const one of engines) {
    if ((await one.unavailable()) === undefined) identities.push(await one.identity())
  }
  return identities
}

async function claimsOf(
  project: Project,
  paths: readonly string[],
  profile: string | undefined,
): Promise<Claim[]> {
  const selected = (one?: string) =>
    selectClaims(project, paths, { profile: one, withUnusable: true })
  const first = await selected(profile)
  const others = profile === undefined ? await Promise.all(first.profiles.map(selected)) : []
  return [first, ...others].flatMap(({ claims }) => claims)
}

function workOf(claim: Claim): { setup: RunSetup; seed: number }[] {
  return claim.expectations.flatMap((expectation) =>
    armsOf(expectation).flatMap(({ setup }) => expectation.seeds.map((seed) => ({ setup, seed }))),
  )
}

/** A name that is equal for the same work with any engine and any files. */
function nameOf(setup: RunSetup, seed: number): string {
  return runKey({ setup, seed, data: '', engine: { name: 'portable', version: '', numerics: {} } })
}
