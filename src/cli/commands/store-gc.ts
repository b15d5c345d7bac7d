/** @file `genspec store gc`: removes garbage from the store, and asks before it removes results of training. */

import { createInterface } from 'node:readline/promises'
import { Command, Option } from '@commander-js/extra-typings'
import { engineNames } from '../../engine/engines.js'
import { shortKey } from '../../plan/run-key.js'
import { runsNeededBy } from '../../project/needed-runs.js'
import { exitCodes } from '../../project/exit-codes.js'
import { findProject, openProject } from '../../project/project.js'
import { UsageError } from '../../project/spec-files.js'
import { type Garbage, garbageIn, removeGarbage } from '../../store/garbage.js'
import { formatCount, formatDuration } from '../../text/amounts.js'
import { formatBytes } from '../../text/bytes.js'
import { shownPath } from '../../text/shown-path.js'
import { printable } from '../../text/visible.js'

const gcEngineOption = new Option(
  '--engine <name>',
  'keep only the runs of this engine, as it is here; without it, those of every engine',
).choices(engineNames)

const gcProfileOption = new Option(
  '--profile <name>',
  'keep only what this profile needs; without it, what the specs need in all of theirs',
)

export function gcCommand() {
  return new Command('gc')
    .description('remove torn records, remains of dead processes, and runs that no spec needs')
    .argument(
      '[paths...]',
      'keep only the runs that these specs need; without any, every run is kept',
    )
    .addOption(gcEngineOption)
    .addOption(gcProfileOption)
    .option('--dry-run', 'only say what would go')
    .option('--yes', 'do not ask before runs are removed')
    .action(async (paths, { dryRun, yes, ...options }) => {
      if (paths.length === 0 && (options.engine ?? options.profile) !== undefined) {
        throw new UsageError('`--engine` and `--profile` say what specs need: name the specs too')
      }
      const { store } = await findProject()
      const needed =
        paths.length === 0 ? undefined : await runsNeededBy(await openProject(), paths, options)
      const garbage = await garbageIn(store, needed)
      const said = amountText(garbage)
      if (said === '') {
        process.stdout.write('nothing to remove\n')
        return
      }
      if (dryRun) {
        process.stdout.write(`${listText(garbage)}would go: ${said}\n`)
        return
      }
      if (isWork(garbage) && !yes && !(await isAgreed(garbage, said))) {
        process.stdout.write('nothing was removed\n')
        return
      }
      const kept = await removeGarbage(garbage)
      const but = kept.length === 0 ? '' : `, but for ${formatCount(kept.length, 'folder')} in use`
      process.stdout.write(`removed: ${said}${but}\n`)
    })
}

/** True if the garbage includes training results, or records that may contain some. */
function isWork({ finished, unfinished, refused }: Garbage): boolean {
  return finished.length + unfinished.length + refused.length > 0
}

/** @throws UsageError if no terminal can answer the question */
async function isAgreed(garbage: Garbage, said: string): Promise<boolean> {
  if (!process.stdin.isTTY || !process.stdout.isTTY) {
    throw new UsageError(
      `runs would be removed (${said}); add \`--yes\` to remove them, or \`--dry-run\` to list them`,
    )
  }
  process.stdout.write(listText(garbage))
  const terminal = createInterface({ input: process.stdin, output: process.stdout })
  terminal.once('SIGINT', () => {
    process.exitCode = exitCodes.interrupted
    terminal.close()
  })
  // Ctrl-C and Ctrl-D close the terminal without an answer.
  const ended = new Promise<string>((resolve) => terminal.once('close', () => resolve('\n')))
  const asked = terminal.question(`Remove ${said}? [y/N] `).catch(() => ended)
  const answer = await Promise.race([asked, ended])
  terminal.close()
  if (answer === '\n') process.stdout.write(answer)
  return /^y(es)?$/i.test(answer.trim())
}

function amountText({ finished, unfinished, refused, empty, remains, bytes }: Garbage): string {
  const seconds = finished.reduce((sum, { record }) => sum + record.provenance.seconds, 0)
  const left = remains.reduce((sum, { files }) => sum + files.length, 0)
  const parts = [
    finished.length > 0 &&
      `${formatCount(finished.length, 'finished run')} that no spec needs (${formatDuration(seconds)} of work)`,
    unfinished.length > 0 &&
      `${formatCount(unfinished.length, 'unfinished run')} that no spec needs`,
    refused.length > 0 && `${formatCount(refused.length, 'record')} that no run can have led to`,
    empty.length > 0 && `${formatCount(empty.length, 'folder')} without a whole record`,
    left > 0 && `${formatCount(left, 'leftover')} of dead processes`,
  ].filter((part) => part !== false)
  return parts.length === 0 ? '' : `${parts.join(', ')}; ${formatBytes(bytes)}`
}

function listText({ finished, unfinished, refused, empty, remains }: Garbage): string {
  const lines = [
    ...finished.map(
      ({ record: { key, seed, engine, provenance } }) =>
        `${shortKey(key)}  ${provenance.label}, seed ${seed}, ${engine.name} ${provenance.startedAt.slice(0, 10)}`,
    ),
    ...[...unfinished, ...refused, ...empty].map((folder) => shownPath(folder)),
    ...remains.flatMap(({ files }) => files.map((file) => shownPath(file))),
  ]
  return lines.map((line) => `  ${printable(line)}\n`).join('')
}
