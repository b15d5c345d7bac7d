/** @file `genspec print --ast | --resolved`: how genspec understands a spec. */

import { Command, Option } from '@commander-js/extra-typings'
import { countErrors, diagnoseSpecs } from '../../project/check-specs.js'
import { openProject } from '../../project/project.js'
import { resolvedText } from '../../report/resolved-text.js'
import { exitCodes } from '../../project/exit-codes.js'
import { allowOutsideOption } from '../options.js'
import { printDiagnostics } from '../print-diagnostics.js'
import { printJson } from '../print-json.js'

export function printCommand() {
  return new Command('print')
    .description('print how genspec understands specs')
    .argument('[paths...]', 'specs, or folders of specs', ['.'])
    .addOption(
      new Option('--ast', 'the syntax trees as JSON, with spans in UTF-16 code units').conflicts(
        'resolved',
      ),
    )
    .option('--resolved', 'the claims with their set-ups and every default (default)')
    .option('--json', 'the resolved claims as JSON')
    .option('--profile <name>', 'resolve the claims in this profile')
    .addOption(allowOutsideOption)
    .action(async (paths, { ast, json, profile, allowOutside }) => {
      const project = await openProject()
      const diagnosed = await diagnoseSpecs(project, paths, { profile, allowOutside })
      const { claims, diagnostics, trees } = diagnosed
      printDiagnostics(diagnostics)
      if (countErrors(diagnostics) > 0) process.exitCode = exitCodes.usage
      if (ast) {
        const own = trees.flatMap(([tree]) => (tree ? [tree] : []))
        const files = own.map(({ source, declarations }) => ({ path: source.path, declarations }))
        printJson(files)
      } else if (json) {
        printJson(claims)
      } else if (claims.length > 0) {
        process.stdout.write(`${resolvedText(claims)}\n`)
      }
    })
}
