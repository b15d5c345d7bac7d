/** @file `genspec show claim NAME`: a claim, its verdict from stored runs, and these runs. */

import { Command } from '@commander-js/extra-typings'
import chalk from 'chalk'
import { claimReport } from '../../events/make-events.js'
import type { RunResult } from '../../judge/run-result.js'
import type { JudgedClaim } from '../../judge/verdict.js'
import type { Plan, PlannedClaim } from '../../plan/plan.js'
import { shortKey } from '../../plan/run-key.js'
import { findClaims } from '../../project/find-claims.js'
import { planSpecs } from '../../project/plan-specs.js'
import { openProject } from '../../project/project.js'
import { canvasOf } from '../../report/unicode.js'
import { claimLines } from '../../report/verdict-lines.js'
import { onTheseTestImages } from '../../report/verdict-words.js'
import { findIn, judgePlan, storedResults } from '../../runner/judge-plan.js'
import { tableText } from '../../text/table.js'
import { engineOption, profileOption } from '../options.js'
import { onRefused } from '../on-refused.js'
import { printDiagnostics } from '../print-diagnostics.js'
import { mapTexts, printable } from '../../text/visible.js'

export function showClaimCommand() {
  return new Command('claim')
    .description("a claim: its verdict from stored runs, each seed's values, and its runs")
    .argument('<name>', "the claim's name")
    .argument('[paths...]', 'specs, or folders of specs', ['.'])
    .addOption(engineOption)
    .addOption(profileOption)
    .action(async (name, paths, options) => {
      const project = await openProject({ onRefused })
      const { plan, warnings } = await planSpecs(project, paths, options)
      printDiagnostics(warnings)
      const results = storedResults(plan, project.store)
      const verdicts = judgePlan(plan, project.registry, findIn(plan, { results }))
      for (const claim of findClaims(plan.claims, name)) {
        const judged = verdicts[plan.claims.indexOf(claim)]
        if (judged === undefined) continue
        process.stdout.write(`${claimText(judged, plan)}\n\n${runsText(plan, claim, results)}\n`)
        process.stdout.write(missingText(claim, results))
        process.stdout.write(`\n${chalk.dim(onTheseTestImages)}\n`)
      }
    })
}

function claimText(judged: JudgedClaim, { keyOf }: Plan): string {
  const { file, line, cites, tags } = mapTexts(judged.claim, printable)
  const about = [
    `${file}:${line}`,
    ...cites.map(({ paper, place }) => `cites ${paper.name} ${place}`.trim()),
    ...tags.map((tag) => `tag ${tag}`),
  ]
  const [head = '', ...lines] = claimLines(claimReport(judged, keyOf), canvasOf(process.stdout))
  return [head, `     ${about.join('; ')}`, ...lines].join('\n')
}

/** A hint if runs are missing. */
function missingText({ claim, runs }: PlannedClaim, results: ReadonlyMap<string, RunResult>) {
  if (runs.every((key) => results.has(key))) return ''
  return chalk.dim(`\n\`genspec why ${claim.name}\` says why a run is not stored\n`)
}

function runsText(
  plan: Plan,
  { runs }: PlannedClaim,
  results: ReadonlyMap<string, RunResult>,
): string {
  const rows = plan.runs
    .filter(({ key }) => runs.includes(key))
    .map(({ key, label, seed }) => {
      const result = results.get(key)
      if (result === undefined || !('record' in result)) {
        return [label, String(seed), 'not stored', '', '', '', '']
      }
      const { status, curve } = result.record
      const last = curve.at(-1)
      const percent = (value: number | undefined) =>
        value === undefined ? '' : `${(100 * value).toFixed(2)}%`
      return [
        label,
        String(seed),
        status,
        String(last?.epoch ?? ''),
        percent(last?.trainAccuracy),
        percent(last?.testAccuracy),
        shortKey(key),
      ]
    })
  const head = ['run', 'seed', 'status', 'epochs', 'train acc', 'test acc', 'key']
  return tableText(head, mapTexts(rows, printable), [1, 3, 4, 5])
}
