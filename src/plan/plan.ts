/** @file The runs that claims need: each once, however many claims share it. */

import type { RunSetup } from '../check/setup.js'
import { type Arm, type Claim, armsOf } from '../check/study.js'
import type { EngineIdentity } from '../engine/engine.js'
import type { Location } from '../kinds/dataset.js'
import type { Registry } from '../kinds/registry.js'
import { type RunComponents, runKey } from './run-key.js'

export interface PlannedRun extends RunComponents {
  key: string
  /** How the first claim that needs it names its arm. */
  label: string
  /** Where that claim stands: `specs/a.gen:12`. */
  spec: string
  /** Where the dataset's files are. */
  folder: string
}

export interface PlannedClaim {
  claim: Claim
  /** Why the claim cannot be judged here, and what would help. */
  skipped?: { reason: string; help: string }
}

export interface Plan {
  claims: PlannedClaim[]
  runs: PlannedRun[]
  /** The key of the run of a set-up with a seed. */
  keyOf(setup: RunSetup, seed: number): string | undefined
}

export async function makePlan(
  claims: readonly Claim[],
  engine: EngineIdentity,
  registry: Registry,
): Promise<Plan> {
  const located = new Map<string, Location>()
  const locate = async ({ dataset }: RunSetup): Promise<Location> => {
    if (dataset === undefined) return nowhere
    const { source } = dataset
    const name = JSON.stringify(source)
    const known = located.get(name)
    const location = known ?? (await registry.get('dataset', source.kind).locate(source.parameters))
    located.set(name, location)
    return location
  }

  const runs = new Map<string, PlannedRun>()
  const keys = new Map<RunSetup, Map<number, string>>()
  const planned: PlannedClaim[] = []
  for (const claim of claims) {
    const missing = await missingData(claim, locate)
    planned.push({ claim, ...(missing && { skipped: missing }) })
    if (missing) continue
    for (const { arm, seed } of needs(claim)) {
      const location = await locate(arm.setup)
      if (!location.found) continue
      const components = { setup: arm.setup, seed, data: location.fingerprint, engine }
      const key = runKey(components)
      const bySeed = keys.get(arm.setup) ?? new Map<number, string>()
      keys.set(arm.setup, bySeed.set(seed, key))
      if (runs.has(key)) continue
      runs.set(key, {
        ...components,
        key,
        label: arm.label,
        spec: `${claim.file}:${claim.line}`,
        folder: location.folder,
      })
    }
  }
  return {
    claims: planned,
    runs: [...runs.values()],
    keyOf: (setup, seed) => keys.get(setup)?.get(seed),
  }
}

/** Where the data of a computation is that needs none. */
const nowhere: Location = { found: true, folder: '', fingerprint: '' }

function needs(claim: Claim): { arm: Arm; seed: number }[] {
  return claim.expectations.flatMap((expectation) =>
    armsOf(expectation).flatMap((arm) => expectation.seeds.map((seed) => ({ arm, seed }))),
  )
}

async function missingData(
  claim: Claim,
  locate: (setup: RunSetup) => Promise<Location>,
): Promise<{ reason: string; help: string } | undefined> {
  for (const { setup } of claim.expectations.flatMap(armsOf)) {
    const location = await locate(setup)
    if (!location.found) return { reason: location.reason, help: location.help }
  }
  return undefined
}
