/** @file A plan with its costs as plain data, for `genspec plan --json`. */

import { armsOf } from '../claims/expectation.js'
import type { RunSetup } from '../claims/setup.js'
import { DataError } from '../kinds/dataset.js'
import type { Registry } from '../kinds/registry.js'
import { withinBudget } from '../plan/budget.js'
import type { Work } from '../plan/run-type.js'
import { workOf } from '../plan/setup-type.js'
import type { PlannedClaim, PlannedRun } from '../plan/plan.js'
import { type Prediction, makespan } from '../plan/prediction.js'
import type { Estimate } from '../plan/estimate.js'
import { wholeRecords } from '../runner/judge-plan.js'
import { type SideBySide, largestMemory, sideBySide } from '../runner/side-by-side.js'
import { lackOf } from '../judge/lacking.js'
import { whyNew } from '../runner/why-run.js'
import type { PlannedSpecs } from './plan-specs.js'
import type { Project } from './project.js'

export interface RunCost {
  /** Absent if the data is missing, because the key depends on it. */
  key?: string
  label: string
  seed: number
  spec: string
  state: 'stored' | 'new' | 'no data'
  why: string
  parameters: number
  /** Up to the last epoch. */
  flops: number
  /** Absent for a stored run, and if no similar run was measured. */
  prediction?: Prediction
  /** The fewest bytes that a step needs; the prediction has the measured number. */
  memory: number
}

export interface PlanReport {
  engine: { name: string; reason: string }
  sideBySide: SideBySide
  claims: { name: string; file: string; line: number; runs: number; skipped?: string }[]
  runs: RunCost[]
  /** With a budget: claims that do not fit, and what each would add in seconds. */
  leftOut: { name: string; file: string; line: number; seconds: number }[]
  totals: {
    stored: number
    new: number
    /** New runs of unknown time. */
    unknown: number
    flops: number
    /** Wall time of all new runs in parallel. */
    seconds: Estimate
    /** Peak of all parallel runs, in bytes. */
    memory: number
    /** Bytes of missing datasets. */
    download: number
  }
}

export interface CostOptions {
  predictions: ReadonlyMap<string, Prediction>
  jobs?: number | undefined
  /** In seconds of wall time. */
  budget?: number | undefined
}

export async function costPlan(
  { registry, store }: Project,
  { plan, choice }: PlannedSpecs,
  { predictions, jobs, budget }: CostOptions,
): Promise<PlanReport> {
  const records = await store.records()
  const stored = wholeRecords(plan, store, registry)
  const missing = plan.runs.filter(({ key }) => !stored.has(key))
  const memory = largestMemory(registry, missing, predictions)
  const beside = sideBySide(choice.engine, { jobs }, memory)

  const secondsOf = (key: string) =>
    stored.has(key) ? 0 : (predictions.get(key)?.seconds.expected ?? 0)
  const within =
    budget === undefined ? undefined : withinBudget(plan.claims, secondsOf, budget * beside.jobs)
  const chosenKeys = within && new Set([...within.chosen].flatMap(({ runs }) => runs))
  const runs = plan.runs.filter(({ key }) => chosenKeys?.has(key) ?? true)

  const costs = runs.map((run): RunCost => {
    const { key, label, seed, spec, setup } = run
    const { parameters, flops, memory } = workOf(registry, setup)
    const cost = { key, label, seed, spec, parameters, flops, memory }
    const record = stored.get(key)
    if (record) {
      const when = record.provenance.startedAt.slice(0, 10)
      return { ...cost, state: 'stored', why: `${record.status} ${when}` }
    }
    const prediction = predictions.get(key)
    const lacking = records.find((one) => one.key === key)
    const why = (lacking && lackOf(registry, lacking, run)) ?? whyText(registry, run, records)
    return { ...cost, state: 'new', why, ...(prediction && { prediction }) }
  })
  const fresh = costs.filter(({ state }) => state === 'new')
  const time = (bound: keyof Estimate) =>
    makespan(
      fresh.map(({ prediction }) => prediction?.seconds[bound] ?? 0),
      beside.jobs,
    )
  const largest = fresh.map(({ prediction, memory }) => prediction?.memory ?? memory)
  return {
    engine: { name: choice.engine.name, reason: choice.reason },
    sideBySide: beside,
    claims: plan.claims.map(({ claim, runs: keys, skipped }) => ({
      ...{ name: claim.name, file: claim.file, line: claim.line, runs: keys.length },
      ...(skipped && { skipped: skipped.reason }),
    })),
    runs: [...costs, ...withoutData(plan, registry)],
    leftOut: (within?.leftOut ?? []).map(({ planned: { claim }, seconds }) => ({
      ...{ name: claim.name, file: claim.file, line: claim.line, seconds },
    })),
    totals: {
      stored: costs.length - fresh.length,
      new: fresh.length,
      unknown: fresh.filter(({ prediction }) => prediction === undefined).length,
      flops: fresh.reduce((sum, { flops }) => sum + flops, 0),
      seconds: { low: time('low'), expected: time('expected'), high: time('high') },
      memory: largest
        .sort((a, b) => b - a)
        .slice(0, beside.jobs)
        .reduce((sum, bytes) => sum + bytes, 0),
      download: downloadOf(plan.claims, registry),
    },
  }
}

/** Bytes to fetch for claims with missing data, as far as the size is known. */
function downloadOf(claims: readonly PlannedClaim[], registry: Registry): number {
  const sources = claims
    .filter(({ skipped }) => skipped?.cause === 'data')
    .flatMap(({ claim }) => claim.expectations.flatMap(armsOf))
    .flatMap(({ setup }) => (setup.dataset ? [setup.dataset.source.kind] : []))
  const downloads = [...new Set(sources)].flatMap(
    (kind) => registry.get('dataset', kind).publication?.downloads ?? [],
  )
  return downloads.reduce((sum, { bytes }) => sum + bytes, 0)
}

/** The runs of claims with missing data: they have a size, but no key and no time. */
function withoutData({ claims }: PlannedSpecs['plan'], registry: Registry): RunCost[] {
  const seen = new Set<string>()
  return claims
    .filter(({ skipped }) => skipped?.cause === 'data')
    .flatMap(({ claim, skipped }) =>
      claim.expectations.flatMap((expectation) =>
        armsOf(expectation).flatMap(({ label, setup }) =>
          expectation.seeds.flatMap((seed): RunCost[] => {
            const name = `${JSON.stringify(setup)} ${seed}`
            if (seen.has(name)) return []
            seen.add(name)
            const work = workWithoutData(registry, setup)
            if (work === undefined) return []
            const { parameters, flops, memory } = work
            const spec = `${claim.file}:${claim.line}`
            const why = skipped?.reason ?? ''
            return [{ label, seed, spec, state: 'no data', why, parameters, flops, memory }]
          }),
        ),
      ),
    )
}

/** Undefined if the shape of the images is known only from the files. */
function workWithoutData(registry: Registry, setup: RunSetup): Work | undefined {
  try {
    return workOf(registry, setup)
  } catch (error) {
    if (error instanceof DataError) return undefined
    throw error
  }
}

function whyText(
  registry: Registry,
  run: PlannedRun,
  records: Parameters<typeof whyNew>[2],
): string {
  const why = whyNew(registry, run, records)
  if (why === undefined) return 'no similar run is stored'
  const there = why.there ?? `no \`${why.component.head}\``
  return `${why.here ?? `no \`${why.component.head}\``}; the stored run has ${there}`
}
