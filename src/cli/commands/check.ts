/** @file `genspec check [paths]`: finds mistakes in specs without training. */

import { Command, Option } from '@commander-js/extra-typings'
import { applyFixes } from '../../diagnostics/apply-fixes.js'
import type { Diagnostic } from '../../diagnostics/diagnostic.js'
import type { Source } from '../../diagnostics/source.js'
import { writeSource } from '../../language/read-source.js'
import {
  type CheckOptions,
  type DiagnosedSpecs,
  countErrors,
  diagnoseSpecs,
} from '../../project/check-specs.js'
import { type ProjectFolder, openProject } from '../../project/project.js'
import { pathsInRepository } from '../../project/repository.js'
import { fileOf } from '../../project/spec-files.js'
import { formatCount } from '../../text/amounts.js'
import { exitCodes } from '../../project/exit-codes.js'
import { allowOutsideOption } from '../options.js'
import { printDiagnostics } from '../print-diagnostics.js'

const formats = ['pretty', 'json', 'sarif', 'github'] as const

/** A fix can reveal the next mistake that can be fixed. */
const mostRounds = 10

export function checkCommand() {
  return new Command('check')
    .description('find mistakes in specs without training')
    .argument('[paths...]', 'specs, or folders of specs', ['.'])
    .option('--fix', 'apply automatic fixes to the files')
    .addOption(
      new Option('--format <format>', 'the output format')
        .choices(formats)
        .default('pretty' as const),
    )
    .option('--profile <name>', 'check the claims in this profile')
    .addOption(allowOutsideOption)
    .action(async (paths, { fix, format, ...options }) => {
      const project = await openProject()
      let specs = await diagnoseSpecs(project, paths, options)
      let fixed = 0
      for (let round = 0; fix && round < mostRounds; round++) {
        const count = await fixFiles(project, specs)
        if (count === 0) break
        fixed += count
        specs = await diagnoseSpecs(project, paths, options satisfies CheckOptions)
      }
      await print(project, specs, format, fixed)
      if (countErrors(specs.diagnostics) > 0) process.exitCode = exitCodes.usage
    })
}

/** @returns how many diagnostics were fixed */
async function fixFiles(
  project: ProjectFolder,
  { sources, diagnostics }: DiagnosedSpecs,
): Promise<number> {
  let count = 0
  for (const source of sources) {
    const fixable = diagnostics.filter((one) => one.fix && one.source.path === source.path)
    const fixed = applyFixes(source.text, fixable)
    if (source.fault || fixed === source.text) continue
    count += fixable.length
    await writeSource(fileOf(project, source), source, fixed)
  }
  return count
}

async function print(
  { root }: ProjectFolder,
  { sources, diagnostics, trees }: DiagnosedSpecs,
  format: (typeof formats)[number],
  fixed: number,
): Promise<void> {
  switch (format) {
    case 'json': {
      const { diagnosticsJson } = await import('../../diagnostics/render/json.js')
      process.stdout.write(`${diagnosticsJson(diagnostics)}\n`)
      return
    }
    case 'sarif': {
      const { diagnosticsSarif } = await import('../../diagnostics/render/sarif.js')
      const { version } = await import('../../store/version.js')
      process.stdout.write(`${diagnosticsSarif(diagnostics.map(forGithub(root)), version)}\n`)
      return
    }
    case 'github': {
      const { diagnosticGithub } = await import('../../diagnostics/render/github.js')
      for (const one of diagnostics.map(forGithub(root))) {
        process.stdout.write(`${diagnosticGithub(one)}\n`)
      }
      return
    }
    case 'pretty': {
      printDiagnostics(diagnostics)
      const errors = countErrors(diagnostics)
      const warnings = diagnostics.length - errors
      const found = [
        ...(fixed > 0 ? [`${formatCount(fixed, 'mistake')} fixed`] : []),
        ...(errors > 0 ? [formatCount(errors, 'error')] : ['no errors']),
        ...(warnings > 0 ? [formatCount(warnings, 'warning')] : []),
      ]
      const summary = `${formatCount(sources.length, 'file')}, ${formatCount(writtenClaims(trees), 'claim')}: ${found.join(', ')}\n`
      if (errors > 0) process.stderr.write(summary)
      else process.stdout.write(summary)
    }
  }
}

/** Diagnostics with the paths of the files in the repository. */
function forGithub(root: string): (diagnostic: Diagnostic) => Diagnostic {
  const pathOf = pathsInRepository(root)
  const known = <T extends { source: Source }>(place: T): T => ({
    ...place,
    source: { ...place.source, path: pathOf(place.source.path) },
  })
  return ({ related, ...diagnostic }) =>
    known({ ...diagnostic, ...(related && { related: related.map(known) }) })
}

/** Also counts claims with mistakes. */
function writtenClaims(trees: DiagnosedSpecs['trees']): number {
  const own = trees.flatMap(([spec]) => spec?.declarations ?? [])
  return own.filter((one) => one.type !== 'use' && one.kind.text === 'claim').length
}
