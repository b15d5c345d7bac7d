/** @file `genspec fmt [paths]`: formats specs. */

import { Command, Option } from '@commander-js/extra-typings'
import chalk from 'chalk'
import { buffer } from 'node:stream/consumers'
import type { Diagnostic } from '../../diagnostics/diagnostic.js'
import type { Source } from '../../diagnostics/source.js'
import { format } from '../../language/format.js'
import { parse } from '../../language/parse.js'
import { sourceOf, writeSource, written } from '../../language/read-source.js'
import { findProject } from '../../project/project.js'
import { fileOf, readSpecs } from '../../project/spec-files.js'
import { formatCount } from '../../text/amounts.js'
import { exitCodes } from '../../project/exit-codes.js'
import { printDiagnostics } from '../print-diagnostics.js'

export function fmtCommand() {
  return new Command('fmt')
    .description('format specs in place')
    .argument('[paths...]', 'specs, or folders of specs', ['.'])
    .addOption(
      new Option('--check', 'change nothing; exit with 1 if a file is not formatted').conflicts([
        'diff',
        'stdin',
      ]),
    )
    .addOption(new Option('--diff', 'change nothing; show the changes').conflicts('stdin'))
    .option('--stdin', 'format standard input to standard output')
    .action(async (paths, { check, diff, stdin }) => {
      if (stdin) {
        const source = sourceOf(await buffer(process.stdin), 'standard input')
        const result = formattedText(source)
        if (result === undefined) process.exitCode = exitCodes.usage
        else process.stdout.write(written(source, result))
        return
      }
      const project = await findProject()
      const sources = await readSpecs(project, paths)
      let changed = 0
      let broken = 0
      for (const source of sources) {
        const result = formattedText(source)
        if (result === undefined) broken++
        else if (result !== source.text || source.form?.mixed) {
          changed++
          if (diff) process.stdout.write(await difference(source, result))
          else if (check) process.stdout.write(`${source.path} is not formatted\n`)
          else await writeSource(fileOf(project, source), source, result)
        }
      }
      if (!diff) {
        const done = check ? 'to format' : 'formatted'
        const rest = formatCount(sources.length - changed - broken, 'file')
        process.stdout.write(`${formatCount(changed, 'file')} ${done}, ${rest} already formatted\n`)
      }
      if (broken > 0) process.exitCode = exitCodes.usage
      else if (check && changed > 0) process.exitCode = exitCodes.claimFailed
    })
}

/** The formatted text; undefined if the spec does not parse, which is reported on standard error. */
function formattedText(source: Source): string | undefined {
  const found: Diagnostic[] = []
  parse(source, (diagnostic) => void found.push(diagnostic))
  printDiagnostics(found)
  return found.length > 0 ? undefined : format(source.text)
}

async function difference({ path, text }: Source, result: string): Promise<string> {
  const { createTwoFilesPatch } = await import('diff')
  const patch = createTwoFilesPatch(path, path, text, result, 'as it is', 'formatted', {
    context: 2,
  })
  return patch.replace(/^([+-]).*$/gm, (line) =>
    line.startsWith('+') ? chalk.green(line) : chalk.red(line),
  )
}
