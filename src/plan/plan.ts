/** @file The runs that claims need: each once, however many claims share it. */

import type { Arm } from '../claims/arm.js'
import type { Claim } from '../claims/claim.js'
import { type Expectation, armsOf, expressionsIn } from '../claims/expectation.js'
import { measurementsIn } from '../claims/expression.js'
import { type RunSetup, type TrainerSetup, setupType } from '../claims/setup.js'
import { comparedByExample } from '../claims/test-set.js'
import { type EngineIdentity, outside } from '../engine/engine.js'
import { DataError, type Location } from '../kinds/dataset.js'
import { KindError } from '../kinds/kind-error.js'
import type { Registry } from '../kinds/registry.js'
import { FileError } from '../files/regular-file.js'
import { locateMeasured } from '../trainers/measured.js'
import { locateSource } from '../kinds/dataset-source.js'
import { type RunComponents, runKey } from './run-key.js'
import { workOf } from './setup-type.js'

export interface PlannedRun extends RunComponents {
  key: string
  /** The name of its arm in the first claim that needs it. */
  label: string
  /** The place of that claim: `specs/a.gen:12`. */
  spec: string
  /** The places of the set-up's parts in the text. */
  lines: Arm['lines']
  /** The folder of the dataset's files. */
  folder: string
  /** Notes for the user about these files. */
  dataNotes?: readonly string[]
  /** A claim compares results on each test example, so the record must have the ranks. */
  withTestRanks?: true
  /** The metrics of a trainer's run that claims need. */
  measures?: string[]
}

/** The reason why a claim is not judged, with a remedy. */
export interface Skip {
  /** Data that exists but is unusable makes a claim an error. */
  cause: 'profile' | 'data' | 'unusable data' | 'budget'
  reason: string
  help?: string
}

export interface PlannedClaim {
  claim: Claim
  /** Keys of the runs that the claim needs. */
  runs: string[]
  skipped?: Skip
}

export interface Plan {
  claims: PlannedClaim[]
  runs: PlannedRun[]
  /**
   * The plan of claims that were not selected but share a family with selected ones: their stored runs count,
   * and none is trained.
   */
  beside?: Plan
  /** The key of the run of a set-up with a seed. */
  keyOf(setup: RunSetup, seed: number): string | undefined
}

export async function makePlan(
  claims: readonly Claim[],
  engine: EngineIdentity,
  registry: Registry,
  beside: readonly Claim[] = [],
): Promise<Plan> {
  const located = new Map<string, Location>()
  const locate = async (setup: RunSetup, seed: number): Promise<Location> => {
    const read = readsOf(setup)
    const name = JSON.stringify([
      ...[setup.dataset?.source, setup.dataset?.path],
      ...(read ? [read.trainer, read.reads, seed] : []),
    ])
    const location = located.get(name) ?? (await locationOf(registry, setup, seed))
    located.set(name, location)
    return location
  }

  const runs = new Map<string, PlannedRun>()
  const keys = new Map<RunSetup, Map<number, string>>()
  const planned: PlannedClaim[] = []
  for (const claim of claims) {
    const skipped =
      outOfProfile(claim) ?? unusable(claim) ?? (await missingData(registry, claim, locate))
    if (skipped) {
      planned.push({ claim, runs: [], skipped })
      continue
    }
    const needed = new Set<string>()
    const ranked = claim.expectations.flatMap((one) => rankedSetups(registry, one))
    for (const { arm, seed } of needs(claim)) {
      const location = await locate(arm.setup, seed)
      if (!location.found) continue
      const run = runOf(arm, seed, `${claim.file}:${claim.line}`, location, engine)
      const bySeed = keys.get(arm.setup) ?? new Map<number, string>()
      keys.set(arm.setup, bySeed.set(seed, run.key))
      needed.add(run.key)
      const known = runs.get(run.key) ?? run
      if (ranked.includes(arm.setup)) known.withTestRanks = true
      const told = toldMetrics(claim, arm.setup)
      if (told.length > 0) known.measures = [...new Set([...(known.measures ?? []), ...told])]
      runs.set(run.key, known)
    }
    planned.push({ claim, runs: [...needed] })
  }
  return {
    claims: planned,
    runs: [...runs.values()],
    ...(beside.length > 0 && { beside: await makePlan(beside, engine, registry) }),
    keyOf: (setup, seed) => keys.get(setup)?.get(seed),
  }
}

async function locationOf(registry: Registry, setup: RunSetup, seed: number): Promise<Location> {
  const read = readsOf(setup)
  if (read) return locationOfMeasured(registry, read, seed)
  // A computation may need no data.
  if (setup.dataset === undefined) return { found: true, folder: '', fingerprint: '' }
  return locateSource(registry, setup.dataset)
}

/** The set-up if its runs were measured elsewhere. */
function readsOf(setup: RunSetup): (TrainerSetup & { reads: string }) | undefined {
  if (!('trainer' in setup) || setup.reads === undefined) return undefined
  return { ...setup, reads: setup.reads }
}

/** The file of one seed. */
function locationOfMeasured(
  registry: Registry,
  { trainer, reads }: TrainerSetup & { reads: string },
  seed: number,
): Location {
  try {
    const measured = locateMeasured(
      registry.get('trainer', trainer.kind),
      reads,
      seed,
      trainer.parameters,
    )
    if (measured.found) return { found: true, folder: '', fingerprint: measured.digest }
    const reason = `seed ${seed} was not measured: there is no file ${measured.file}`
    return { found: false, reason, help: 'put it there, or claim about fewer seeds' }
  } catch (error) {
    if (error instanceof FileError) throw new DataError(error.message)
    throw error
  }
}

/** Plans a single run for an arm, independent of any claim. */
export async function makeRun(
  registry: Registry,
  engine: EngineIdentity,
  arm: Arm,
  seed: number,
  spec: string,
): Promise<PlannedRun | Skip> {
  const location = await locationOf(registry, arm.setup, seed)
  if (location.found) return runOf(arm, seed, spec, location, engine)
  return { cause: 'data', reason: location.reason, help: location.help }
}

function runOf(
  { label, lines, setup, dataNotes }: Arm,
  seed: number,
  spec: string,
  { folder, fingerprint }: Extract<Location, { found: true }>,
  engine: EngineIdentity,
): PlannedRun {
  const decides = setupType(setup) === 'trainer' ? outside : engine
  const components = { setup, seed, data: fingerprint, engine: decides }
  const key = runKey(components)
  return { ...components, key, label, lines, spec, folder, ...(dataNotes && { dataNotes }) }
}

function needs(claim: Claim): { arm: Arm; seed: number }[] {
  return claim.expectations.flatMap((expectation) =>
    armsOf(expectation).flatMap((arm) => expectation.seeds.map((seed) => ({ arm, seed }))),
  )
}

/** The set-ups of an expectation that compares results on each test example. */
function rankedSetups(registry: Registry, { beyondTestSet, cases }: Expectation): RunSetup[] {
  if (!beyondTestSet) return []
  return cases.flatMap((one) => comparedByExample(registry, one)).map(({ arm }) => arm.setup)
}

/** The metrics of a trainer's run that a claim needs. */
function toldMetrics(claim: Claim, setup: RunSetup): string[] {
  if (!('trainer' in setup)) return []
  return claim.expectations
    .flatMap(({ cases }) => cases.flatMap(expressionsIn).flatMap(measurementsIn))
    .filter(({ arm }) => arm.setup === setup)
    .map(({ metric, condition }) => condition?.metric ?? metric)
}

function outOfProfile({ onlyIn, profile }: Claim): Skip | undefined {
  if (onlyIn.length === 0 || (profile !== undefined && onlyIn.includes(profile))) return undefined
  const here = profile === undefined ? 'no profile is in force' : `this is profile ${profile}`
  return {
    cause: 'profile',
    reason: `only in profile ${onlyIn.join(' or ')}; ${here}`,
    help: `run it with \`--profile ${onlyIn[0] ?? ''}\``,
  }
}

function unusable({ unusable }: Claim): Skip | undefined {
  return unusable === undefined ? undefined : { cause: 'unusable data', reason: unusable }
}

async function missingData(
  registry: Registry,
  claim: Claim,
  locate: (setup: RunSetup, seed: number) => Promise<Location>,
): Promise<Skip | undefined> {
  for (const { arm, seed } of needs(claim)) {
    try {
      // Functions of the project's kinds say what a run costs; one that fails must not end the plan.
      workOf(registry, arm.setup)
      const location = await locate(arm.setup, seed)
      if (!location.found) return { cause: 'data', reason: location.reason, help: location.help }
    } catch (error) {
      if (error instanceof DataError || error instanceof KindError) {
        return { cause: 'unusable data', reason: error.message }
      }
      throw error
    }
  }
  return undefined
}
