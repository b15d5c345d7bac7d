/** @file `genspec why CLAIM`: which of a claim's runs are stored, and why the others are not. */

import { Command } from '@commander-js/extra-typings'
import chalk from 'chalk'
import { lackOf } from '../../judge/lacking.js'
import type { Registry } from '../../kinds/registry.js'
import type { Plan, PlannedRun } from '../../plan/plan.js'
import { shortKey } from '../../plan/run-key.js'
import type { Component } from '../../plan/component.js'
import { findClaims } from '../../project/find-claims.js'
import { planSpecs } from '../../project/plan-specs.js'
import { openProject } from '../../project/project.js'
import { type Why, whyNew } from '../../runner/why-run.js'
import type { RunRecord } from '../../store/record.js'
import { formatSeeds } from '../../text/amounts.js'
import { engineOption, profileOption } from '../options.js'
import { onRefused } from '../on-refused.js'
import { printDiagnostics } from '../print-diagnostics.js'
import { mapTexts, printable } from '../../text/visible.js'

export function whyCommand() {
  return new Command('why')
    .description(
      'show which runs of a claim are stored, and how the others differ from stored runs',
    )
    .argument('<claim>', "the claim's name")
    .argument('[paths...]', 'specs, or folders of specs', ['.'])
    .addOption(engineOption)
    .addOption(profileOption)
    .action(async (name, paths, options) => {
      const project = await openProject({ onRefused })
      const { plan, warnings } = await planSpecs(project, paths, options)
      printDiagnostics(warnings)
      const records = await project.store.records()
      for (const claim of findClaims(plan.claims, name)) {
        const { file, line } = claim.claim
        process.stdout.write(`${chalk.bold(claim.claim.name)}  ${chalk.dim(`${file}:${line}`)}\n`)
        if (claim.skipped) process.stdout.write(`  skipped: ${claim.skipped.reason}\n`)
        for (const line of runLines(project.registry, plan, claim.runs, records)) {
          process.stdout.write(`${line}\n`)
        }
      }
    })
}

function runLines(
  registry: Registry,
  plan: Plan,
  keys: readonly string[],
  records: readonly RunRecord[],
): string[] {
  const stored = new Map(records.map((record) => [record.key, record]))
  const groups = new Map<string, { run: PlannedRun; text: string; seeds: number[] }>()
  for (const run of plan.runs) {
    if (!keys.includes(run.key)) continue
    const record = stored.get(run.key)
    const why = record ? undefined : mapTexts(whyNew(registry, run, records), printable)
    // The nearest stored run differs between seeds; the reason does not.
    const name = JSON.stringify([run.label, record?.status, why?.here, why?.there])
    const lack = record && lackOf(registry, record, run)
    const kept = record && storedText(mapTexts(record, printable))
    const text = lack === undefined ? (kept ?? newText(run, why)) : againText(lack)
    const group = groups.get(name) ?? { run, text, seeds: [] }
    group.seeds.push(run.seed)
    groups.set(name, group)
  }
  return [...groups.values()].map(({ run, text, seeds }) => {
    const noun = seeds.length === 1 ? 'seed' : 'seeds'
    return `  ${run.label}, ${noun} ${formatSeeds(seeds)}\n${text}`
  })
}

function storedText({ status, provenance }: RunRecord): string {
  return `    ${chalk.green('stored')}: ${status}, ${provenance.startedAt.slice(0, 16).replace('T', ' ')}`
}

const againText = (lack: string) => `    ${chalk.yellow('trained once more')}: ${lack}`

function newText(run: PlannedRun, why: Why | undefined): string {
  if (why === undefined) return `    ${chalk.yellow('new')}: no similar run is stored`
  const { component, here, there, nearest } = why
  const absent = `no such ${component.part === 'corruption' ? 'corruption' : 'statement'}`
  const place = placeOf(run, component)
  const at = place === undefined ? '' : chalk.dim(`  ${place}`)
  return [
    `    ${chalk.yellow('new')}: the ${partNames[component.part]} differs from what is stored`,
    `      here    ${here ?? absent}${at}`,
    `      stored  ${there ?? absent}${chalk.dim(`  run ${shortKey(nearest.key)}, for ${nearest.provenance.spec}`)}`,
  ].join('\n')
}

/** The line that sets the component, or the line of the declaration. */
function placeOf({ lines, spec }: PlannedRun, { part, head }: Component): string | undefined {
  if (part === 'engine' || part === 'data') return undefined
  if (part === 'seed') return spec
  return lines[part]?.[head] ?? lines[part]?.['']
}

const partNames = {
  dataset: 'dataset',
  corruption: 'corruption',
  model: 'model',
  training: 'training',
  computation: 'computation',
  trainer: 'trainer',
  seed: 'seed',
  data: "dataset's files",
  engine: 'engine',
}
