/**
 * @file What committed runs say: the records of `reports/NAME/runs` judged by the specs that
 * `reports/NAME/report.json` names. Needs neither the datasets nor the engine, and trains nothing.
 */

import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { stringify } from 'safe-stable-stringify'
import { judgeStored } from '../src/project/judged-specs.js'
import { selectClaims } from '../src/project/plan-specs.js'
import { type Project, openProject } from '../src/project/project.js'
import type { EngineInfo } from '../src/engine/engine.js'
import { formatCount } from '../src/text/amounts.js'
import type { JudgedClaim } from '../src/judge/verdict.js'
import type { Location } from '../src/kinds/dataset.js'
import { Registry } from '../src/kinds/registry.js'
import { makePlan } from '../src/plan/plan.js'
import { eventsVersion } from '../src/events/events.js'
import type { RunEvent } from '../src/events/events.js'
import { claimReport, papersOf, summaryOf } from '../src/events/make-events.js'
import { readPaperCurves } from '../src/events/paper-curves.js'
import { countVerdicts } from '../src/runner/judge-plan.js'
import type { RunRecord } from '../src/store/record.js'
import { Store } from '../src/store/store.js'
import { version } from '../src/store/version.js'

/** `reports/NAME/report.json` */
interface Wanted {
  specs: string[]
  profile?: string
}

export interface Judged {
  events: RunEvent[]
  /** What is wrong with the records. */
  problems: string[]
}

/** @param folder `reports/NAME`; the working directory is the project's */
export async function judgeRecords(folder: string): Promise<Judged> {
  const { specs, profile } = JSON.parse(
    await readFile(path.join(folder, 'report.json'), 'utf8'),
  ) as Wanted
  const store = new Store(path.join(folder, 'runs'))
  const entries = await store.entries()
  const records = entries.flatMap((entry) => ('record' in entry ? [entry.record] : []))
  const [engine, ...others] = enginesOf(records)
  if (engine === undefined) throw new Error(`${store.folder} holds no record`)
  const project = await openProject()
  const { claims, profiles } = await selectClaims(project, specs, { profile })
  const registry = registryOf(project, records)
  const plan = await makePlan(claims, engine, registry)
  const { judged, open } = judgeStored({ ...project, store }, plan)
  const waiting = open.map(({ claim }): JudgedClaim => {
    const sentence = 'its runs are not among the committed ones'
    const at = profile === undefined ? '' : ` --profile ${profile}`
    const help = `\`genspec ${claim.file}:${claim.line}${at}\` trains them`
    return { claim, verdict: 'skipped', sentence, help, expectations: [] }
  })
  const byClaim = new Map([...judged, ...waiting].map((one) => [one.claim, one]))
  const told = claims.flatMap((claim) => byClaim.get(claim) ?? [])
  const used = plan.runs.flatMap((run) => {
    const record = store.read(run.key)
    return record ? [{ run, record }] : []
  })
  const curves = await readPaperCurves(claims, project.root)
  const counts = countVerdicts(told)
  const events: RunEvent[] = [
    {
      type: 'start',
      ...{ version: eventsVersion, genspec: version, when: latest(records) },
      command: ['genspec', ...specs, ...(profile === undefined ? [] : ['--profile', profile])].join(
        ' ',
      ),
      ...(profile !== undefined && { profile }),
      engine: { name: engine.name, reason: 'as recorded' },
      papers: papersOf(claims),
      ...{ claims: claims.length, runs: { new: 0, stored: used.length } },
    },
    ...used.map(({ run: { key, label, seed }, record }): RunEvent => {
      return { type: 'stored-run', run: { key, label, seed }, record: summaryOf(record) }
    }),
    ...told.map((one): RunEvent => {
      return { type: 'claim', claim: claimReport(one, plan.keyOf, curves) }
    }),
    {
      type: 'end',
      ...{ counts, trained: 0, seconds: 0, saved: { runs: 0, epochs: 0, seconds: 0 } },
      ...{ interrupted: false, exitCode: counts.fail > 0 ? 1 : 0 },
    },
  ]
  // Runs of a profile that is not complete yet wait for the others.
  const needed = new Set(plan.runs.map(({ key }) => key))
  for (const other of profiles.filter((name) => name !== profile)) {
    const wanted = await selectClaims(project, specs, { profile: other })
    for (const { key } of (await makePlan(wanted.claims, engine, registry)).runs) needed.add(key)
  }
  const unneeded = records.filter(({ key }) => !needed.has(key)).length
  return {
    events,
    problems: [
      ...entries.flatMap((one) => ('problem' in one ? `${one.folder} is ${one.problem}` : [])),
      ...others.map(({ name, version: other }) => `${folder} has runs of ${name} ${other} as well`),
      ...(unneeded > 0
        ? [`${store.folder} has ${formatCount(unneeded, 'record')} that no claim needs in any profile`]
        : []),
    ],
  }
}

/** The engines that trained, the one of most runs first. */
function enginesOf(records: readonly RunRecord[]): EngineInfo[] {
  const engines = new Map<string, { engine: EngineInfo; runs: number }>()
  for (const { engine } of records) {
    const { name, version: of, numerics } = engine
    const identity = String(stringify({ name, of, numerics }))
    const known = engines.get(identity) ?? { engine, runs: 0 }
    engines.set(identity, { ...known, runs: known.runs + 1 })
  }
  return [...engines.values()].sort((a, b) => b.runs - a.runs).map(({ engine }) => engine)
}

/** The project's kinds, whose datasets are taken to be those that the records were made from. */
function registryOf({ registry }: Project, records: readonly RunRecord[]): Registry {
  const fingerprints = new Map<string, string>()
  for (const { setup, data } of records) {
    if (setup.dataset) fingerprints.set(nameOf(setup.dataset.source), data)
  }
  const kinds = registry.every().map((kind) => {
    if (kind.category !== 'dataset') return kind
    const locate = (parameters: object): Promise<Location> => {
      const fingerprint = fingerprints.get(nameOf({ kind: kind.name, parameters }))
      return Promise.resolve(
        fingerprint === undefined
          ? { found: false, reason: `no run on ${kind.name} is committed`, help: 'train one' }
          : { found: true, folder: '', fingerprint },
      )
    }
    return { ...kind, locate }
  })
  return new Registry(kinds)
}

function nameOf({ kind, parameters }: { kind: string; parameters: object }): string {
  return String(stringify([kind, parameters]))
}

function latest(records: readonly RunRecord[]): string {
  return (
    records
      .map(({ provenance }) => provenance.startedAt)
      .sort()
      .at(-1) ?? ''
  )
}
