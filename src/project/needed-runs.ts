/** @file The stored runs that specs need, with every engine and in every profile. */

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

export interface NeededOptions {
  /** Only what this profile needs; by default, what the specs need without and with each profile. */
  profile?: string | undefined
  /** Only runs of this engine in its local version. */
  engine?: EngineName | undefined
}

/** @throws SpecError if specs have errors, because then their needs are unknown */
export async function runsNeededBy(
  project: Project,
  paths: readonly string[],
  { profile, engine }: NeededOptions,
): Promise<Needed> {
  const identities = await identitiesHere(engine)
  const claims = await claimsOf(project, paths, profile)
  /** By work: the datasets on which it is needed; undefined if those are missing. */
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
      // Of runs on other engines, and on data that is not here, the keys are not known.
      return keys.has(key) || withoutData || (elsewhere && engine === undefined)
    },
  }
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

/** Equal for the same work with any engine and any files. */
function nameOf(setup: RunSetup, seed: number): string {
  return runKey({ setup, seed, data: '', engine: { name: 'portable', version: '', numerics: {} } })
}
