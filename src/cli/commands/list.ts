/** @file `genspec list [paths]`: the claims by file; `genspec list --kinds`: the kinds that specs can use. */

import { Command } from '@commander-js/extra-typings'
import chalk from 'chalk'
import type { Claim } from '../../claims/claim.js'
import { countErrors, diagnoseSpecs } from '../../project/check-specs.js'
import { openProject } from '../../project/project.js'
import { kindsData, kindsText } from '../../report/kinds-text.js'
import { exitCodes } from '../../project/exit-codes.js'
import { printDiagnostics } from '../print-diagnostics.js'
import { printJson } from '../print-json.js'
import { mapTexts, printable } from '../../text/visible.js'

export function listCommand() {
  return new Command('list')
    .description('list the claims of specs, or the kinds that specs can use')
    .argument('[paths...]', 'specs, or folders of specs', ['.'])
    .option('--kinds', 'list layers, datasets, metrics and the other kinds with their parameters')
    .option('--json', 'the list as JSON')
    .option('--profile <name>', 'resolve the claims in this profile')
    .action(async (paths, { kinds, json, profile }) => {
      const print = (text: string) => void process.stdout.write(`${text}\n`)
      const project = await openProject()
      const { registry } = project
      if (kinds) {
        if (json) printJson(kindsData(registry))
        else print(kindsText(registry))
        return
      }
      const { claims, diagnostics } = await diagnoseSpecs(project, paths, { profile })
      printDiagnostics(diagnostics.filter(({ severity }) => severity === 'error'))
      if (countErrors(diagnostics) > 0) process.exitCode = exitCodes.usage
      if (json) printJson(claims.map(summary))
      else print(contents(mapTexts(claims, printable)))
    })
}

function summary({ name, title, file, line, tags, cites, onlyIn, expectations }: Claim) {
  return {
    name,
    ...(title !== undefined && { title }),
    file,
    line,
    tags,
    cites: cites.map(({ paper, place }) => ({ paper: paper.name, place })),
    onlyIn,
    expectations: expectations.map(({ text, line }) => ({ text, line })),
  }
}

/** Claims by file, with titles and citations. */
function contents(claims: readonly Claim[]): string {
  const widest = Math.max(0, ...claims.map(({ name }) => name.length))
  const lines: string[] = []
  let file: string | undefined
  for (const claim of claims) {
    if (claim.file !== file) lines.push(...(file === undefined ? [] : ['']), chalk.bold(claim.file))
    file = claim.file
    const cites = claim.cites.map(({ paper, place }) => `${paper.name} ${place}`).join('; ')
    const only = claim.onlyIn.length === 0 ? '' : `only in profile ${claim.onlyIn.join(', ')}`
    const notes = [cites, only].filter((text) => text !== '').join('; ')
    const title = claim.title ?? claim.expectations[0]?.text ?? claim.unusable ?? ''
    lines.push(
      `  ${claim.name.padEnd(widest)}  ${title}${notes === '' ? '' : chalk.dim(`  ${notes}`)}`,
    )
  }
  return lines.join('\n')
}
