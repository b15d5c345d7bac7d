/** @file `genspec compare A [B]`: compares two records, or a record with the stored runs. */

import { lstat } from 'node:fs/promises'
import path from 'node:path'
import { Command } from '@commander-js/extra-typings'
import { compareLocks } from '../../lock/compare.js'
import { type LockedClaim, lockName, parseLock, readLock } from '../../lock/lock-file.js'
import { fileAt } from '../../project/git-specs.js'
import { judgeStored } from '../../project/judged-specs.js'
import { planSpecs } from '../../project/plan-specs.js'
import { type Project, type ProjectFolder, openProject } from '../../project/project.js'
import { UsageError } from '../../project/spec-files.js'
import { compareText } from '../compare-text.js'
import { exitCodes } from '../../project/exit-codes.js'
import { engineOption, profileOption } from '../options.js'
import { onRefused } from '../on-refused.js'
import { printDiagnostics } from '../print-diagnostics.js'
import { printJson } from '../print-json.js'

export function compareCommand() {
  return new Command('compare')
    .description('compare two records claim by claim; without B, compare with the stored runs')
    .argument('<A>', `a commit with a ${lockName}, or a file in its format`)
    .argument('[B]', 'likewise')
    .addOption(engineOption)
    .addOption(profileOption)
    .option('--json', 'the comparison as JSON')
    .action(async (a, b, options) => {
      const project = await openProject({ onRefused })
      const before = await recordOf(project, a)
      const after = b === undefined ? await storedNow(project, options) : await recordOf(project, b)
      const compared = compareLocks(
        options.profile === undefined
          ? before
          : before.filter((one) => one.profile === options.profile),
        after,
      )
      if (options.json) printJson(compared)
      else process.stdout.write(`${compareText(compared, [a, b ?? 'stored now'])}\n`)
      const failing = compared.some(({ mark }) => mark === '!')
      process.exitCode = failing ? exitCodes.claimFailed : exitCodes.passed
    })
}

async function storedNow(
  project: Project,
  options: Parameters<typeof planSpecs>[2],
): Promise<LockedClaim[]> {
  const { plan, warnings } = await planSpecs(project, [project.root], options)
  printDiagnostics(warnings)
  return judgeStored(project, plan).entries
}

/** The entries of a lock file, or of the lock at a commit. */
async function recordOf(project: ProjectFolder, name: string): Promise<LockedClaim[]> {
  const file = path.resolve(project.cwd, name)
  if (await lstat(file).catch(() => undefined)) {
    const lock = readLock(file, name)
    if (lock) return lock.claims
  }
  const text = await fileAt(project, name, lockName)
  if (text === undefined) throw new UsageError(`there is no ${lockName} at \`${name}\``)
  return parseLock(text, `${name}:${lockName}`).claims
}
