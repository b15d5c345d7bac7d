/** @file `genspec doctor`: tests whether this machine can train, how fast, and whether results repeat. */

import { Command } from '@commander-js/extra-typings'
import { freemem, totalmem } from 'node:os'
import { engines } from '../../engine/engines.js'
import { projectEngine } from '../../project/engine.js'
import { exitCodes } from '../../project/exit-codes.js'
import { openProject } from '../../project/project.js'
import { UsageError } from '../../project/spec-files.js'
import { trainerRun } from '../../project/trainer-run.js'
import { terminalReporter } from '../../report/terminal.js'
import { type Twice, runTwice } from '../../runner/run-twice.js'
import { sideBySide } from '../../runner/side-by-side.js'
import { origin } from '../../store/origin.js'
import { formatCount } from '../../text/amounts.js'
import { formatBytes } from '../../text/bytes.js'
import { complain } from '../../text/complain.js'
import { engineReport } from '../engine-report.js'
import { interruptible } from '../interruption.js'

export function doctorCommand() {
  return new Command('doctor')
    .description('test every engine: correctness, speed, and whether results repeat')
    .option('--trainer <name>', 'run the beginning of this trainer twice, and compare the numbers')
    .option('--with <settings>', 'its settings, as in a spec: "width 16 dropout on"')
    .action(async ({ trainer, with: settings }) => {
      if (trainer !== undefined) await tryTrainer(trainer, settings)
      else if (settings !== undefined) throw new UsageError('--with needs --trainer')
      else await tryEngines()
    })
}

async function tryEngines(): Promise<void> {
  const system = `${process.platform} ${process.arch}, Node ${process.version}`
  const memory = `${formatBytes(freemem())} of ${formatBytes(totalmem())} free`
  process.stdout.write(`${system}, ${memory}\n`)
  for (const engine of engines) {
    const { text, works } = await engineReport(engine)
    process.stdout.write(`${text}\n`)
    if (!works) process.exitCode = exitCodes.runErrored
  }
}

async function tryTrainer(name: string, settings: string | undefined): Promise<void> {
  const project = await openProject()
  const run = await trainerRun(project, name, settings)
  const { engine } = await projectEngine(project, undefined)
  const signal = interruptible(project.root)
  const twice = await runTwice(run, {
    ...{ root: project.root, engine, threads: sideBySide(engine).threads, signal },
    origin: await origin(project.root),
    report: terminalReporter(process.stdout),
  })
  if ('refusal' in twice) {
    complain(twice.refusal)
    process.exitCode = signal.aborted ? exitCodes.interrupted : exitCodes.runErrored
    return
  }
  process.stdout.write(`${run.label}: ${twiceText(twice)}\n`)
  process.exitCode = twice.comparison.first === undefined ? exitCodes.passed : exitCodes.claimFailed
}

function twiceText({ comparison, evaluations }: Exclude<Twice, { refusal: string }>): string {
  const { first, numbers, largest } = comparison
  if (first === undefined) {
    const compared = `${formatCount(numbers, 'number')} of ${formatCount(evaluations, 'evaluation')}`
    return `run twice with the same seed, ${compared} are the same`
  }
  const { epoch = 0, name, stored, now } = first
  return [
    'run twice with the same seed, its numbers differ',
    `  first in epoch ${epoch}: ${name} ${stored}, then ${now}; the largest difference is ${Number(largest.toPrecision(3))}`,
    '  Claims about its means hold all the same, but no run of it can be repeated exactly.',
  ].join('\n')
}
