/** @file `run --watch`: judges again whenever a spec changes, and trains only when Enter is pressed. */

import { once } from 'node:events'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout } from 'node:timers/promises'
import chalk from 'chalk'
import { watch } from 'chokidar'
import { claimReport } from '../events/make-events.js'
import { judgeStored } from '../project/judged-specs.js'
import type { PlannedSpecs } from '../project/plan-specs.js'
import type { Project } from '../project/project.js'
import { SpecError } from '../project/spec-error.js'
import { canvasOf } from '../report/unicode.js'
import { claimLines } from '../report/verdict-lines.js'
import { formatCount } from '../text/amounts.js'
import { complain } from '../text/complain.js'
import { explanationOf } from './explain.js'
import { printDiagnostics } from './print-diagnostics.js'
import { printableLines } from '../text/visible.js'

/** How long to wait after a change, in milliseconds. */
const settled = 100

export interface WatchOptions {
  /** @throws SpecError if the specs have errors; UsageError if nothing can be planned */
  plan(): Promise<PlannedSpecs>
  train(planned: PlannedSpecs): Promise<void>
  project: Project
  /** Ends watching. */
  signal: AbortSignal
}

/** Resolves when the signal fires, or when the reader of standard output is gone. */
export async function watchSpecs({ plan, train, project, signal }: WatchOptions): Promise<void> {
  const watcher = watch(project.root, {
    ignoreInitial: true,
    ignored: (file, stats) => {
      const name = path.basename(file)
      if (file === project.root) return false
      if (name === 'node_modules' || name.startsWith('.')) return true
      return stats?.isFile() === true && !name.endsWith('.gen')
    },
  })
  const answers = createInterface({ input: process.stdin })
  let waiting: PlannedSpecs | undefined
  const look = async () => {
    waiting = await judgeAgain(plan, project)
  }
  // One at a time: changes during training are handled after it.
  let work = once(watcher, 'ready').then(look)
  const then = (next: () => Promise<void>) => {
    work = work.then(() => (signal.aborted ? undefined : next()))
  }
  let queued = false
  watcher.on('all', () => {
    if (queued) return
    queued = true
    then(async () => {
      // Saving a file in an editor can cause several changes.
      await setTimeout(settled)
      queued = false
      await look()
    })
  })
  answers.on('line', () =>
    then(async () => {
      if (waiting === undefined) return
      const planned = waiting
      waiting = undefined
      await train(planned)
      await look()
    }),
  )
  watcher.on('error', (error) => complain(explanationOf(error) ?? String(error)))
  // Standard output fails if its reader is gone.
  if (!signal.aborted) await Promise.race([once(signal, 'abort'), once(process.stdout, 'error')])
  answers.close()
  await watcher.close()
  await work
}

/** @returns the runs to train that verdicts need, if there are any */
async function judgeAgain(
  plan: WatchOptions['plan'],
  project: Project,
): Promise<PlannedSpecs | undefined> {
  let planned: PlannedSpecs
  try {
    planned = await plan()
  } catch (error) {
    if (error instanceof SpecError) printDiagnostics(error.found)
    const message = error instanceof SpecError ? error.summary : explanationOf(error)
    if (message === undefined) throw error
    process.stdout.write(
      `genspec: ${printableLines(message)}\n${chalk.dim('waiting for a change\n')}`,
    )
    return undefined
  }
  const { judged, open, needed } = judgeStored(project, planned.plan)
  for (const claim of judged) {
    const lines = claimLines(claimReport(claim, planned.plan.keyOf), canvasOf(process.stdout))
    process.stdout.write(`${lines.join('\n')}\n`)
  }
  for (const { claim } of open) process.stdout.write(` … ${chalk.bold(claim.name)}  not run\n`)
  if (open.length === 0) {
    process.stdout.write(chalk.dim('\nwaiting for a change\n'))
    return undefined
  }
  const runs = formatCount(needed.size, 'run')
  process.stdout.write(`\n${runs} to train; press Enter to train, or change a spec\n`)
  return planned
}
