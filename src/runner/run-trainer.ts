/** @file One run of a trainer: its program, the values that the program reports, and its end. */

import { readFileSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import path from 'node:path'
import type { TrainerSetup } from '../claims/setup.js'
import { outside } from '../engine/engine.js'
import { makeFolder } from '../files/make-folder.js'
import type { MeasuredRun } from '../kinds/metric.js'
import type { Registry } from '../kinds/registry.js'
import { type TrainerKind, defaultGrace } from '../kinds/trainer.js'
import type { PlannedRun } from '../plan/plan.js'
import type { Provenance, RunRecord } from '../store/record.js'
import { shownPath } from '../text/shown-path.js'
import { TrainerError } from '../trainers/error.js'
import { type TrainerLog, openTrainerLog, trainerLogName } from '../trainers/log.js'
import { type ProgramEnd, startProgram } from '../trainers/program.js'
import { pythonEnvironment } from '../trainers/python.js'
import { changedSince, commandOf, homeOf } from '../trainers/setup.js'
import { Told } from '../trainers/told.js'
import { Interrupted } from '../training/train.js'
import { tellingLines } from './process-end.js'
import type { RunContext } from './run-context.js'

export interface TrainerOutcome {
  outcome: Pick<RunRecord, 'status' | 'reason'> & Omit<MeasuredRun, 'provenance'>
  engine: RunRecord['engine']
  trainer: NonNullable<Provenance['trainer']>
}

/** Seconds that an interrupted program may take to end, while the user waits. */
const interruptedGrace = 5
/** The number of lines of a log that a message shows. */
const shownLines = 3
const shownLength = 160
/** The pause between two reads of a growing file, in milliseconds. */
const readInterval = 200

/** @param folder the run's folder */
export async function runTrainer(
  { seed }: PlannedRun,
  setup: TrainerSetup,
  folder: string,
  context: RunContext,
): Promise<TrainerOutcome> {
  const { registry } = context
  const kind = requireTrainer(registry, setup)
  const scratch = path.join(folder, 'trainer')
  await rm(scratch, { recursive: true, force: true })
  makeFolder(scratch)
  const command = commandOf(kind, setup.trainer.parameters, { seed, folder: path.resolve(scratch) })
  // Otherwise Python buffers its lines, and genspec would receive all epochs at the end.
  const environment = { ...process.env, PYTHONUNBUFFERED: '1', ...kind.environment }
  const python = pythonEnvironment(command, homeOf(kind), environment)
  const log = openTrainerLog(folder)
  const told = new Told(registry, kind)
  let ending: Awaited<ReturnType<typeof follow>>
  try {
    ending = await follow(kind, command, environment, scratch, { log, told, context })
  } catch (error) {
    await log.close()
    if (!(error instanceof TrainerError)) throw error
    const file = shownPath(path.join(folder, trainerLogName))
    throw new TrainerError(`${error.message} (log: ${file})`, error.machine)
  }
  await log.close()
  const about = { ...(await python), ...told.environment }
  const { device = 'not told' } = about
  const last = told.curve.at(-1)
  return {
    outcome: {
      ...{ ...ending, curve: told.curve, stepsPerEpoch: 0, trainExamples: 0 },
      parameters: Math.round(last?.values?.['params'] ?? 0),
    },
    engine: { ...outside, device, memory: 0, threads: 0 },
    trainer: {
      command: commandOf(kind, setup.trainer.parameters, { seed, folder: '{folder}' }),
      environment: about,
    },
  }
}

/** Returns the trainer of a set-up, unchanged since the run was planned. */
export function requireTrainer(registry: Registry, setup: TrainerSetup): TrainerKind {
  const kind = registry.find('trainer', setup.trainer.kind)
  if (kind === undefined) {
    throw new Error(`the genspec config has no trainer \`${setup.trainer.kind}\` any more`)
  }
  const changed = changedSince(kind, setup)
  if (changed === undefined) return kind
  throw new Error(`the trainer \`${kind.name}\` has changed since the run was planned: ${changed}`)
}

/** @throws TrainerError, Interrupted */
async function follow(
  kind: TrainerKind,
  command: readonly string[],
  environment: NodeJS.ProcessEnv,
  scratch: string,
  { log, told, context }: { log: TrainerLog; told: Told; context: RunContext },
): Promise<Pick<RunRecord, 'status' | 'reason'>> {
  const { grace = defaultGrace, timeLimit, writes } = kind
  const { stop, interrupt, onEvaluation } = context
  let failure: TrainerError | undefined
  let diverged: string | undefined
  const take = (line: string) => {
    if (failure !== undefined || diverged !== undefined) return
    try {
      const taken = told.take(line)
      if (taken && 'diverged' in taken) {
        diverged = taken.diverged
        program.stop(grace)
      } else if (taken) onEvaluation(taken.evaluation)
    } catch (error) {
      if (!(error instanceof TrainerError)) throw error
      failure = error
      program.stop(grace)
    }
  }
  const program = startProgram({
    ...{ command, folder: homeOf(kind), environment },
    onLine(line, stream) {
      const isTold = writes === undefined && stream === 'stdout' && line.trimStart().startsWith('{')
      if (isTold) take(line)
      else log.write(line)
    },
  })
  if (program.pid !== undefined) context.onProgram?.(program.pid)
  context.onPrepared()
  const following = writes === undefined ? undefined : followFile(path.join(scratch, writes), take)
  const onStop = () => program.stop(grace)
  const onInterrupt = () => program.stop(Math.min(grace, interruptedGrace))
  stop.addEventListener('abort', onStop, { once: true })
  interrupt.addEventListener('abort', onInterrupt, { once: true })
  if (stop.aborted) onStop()
  if (interrupt.aborted) onInterrupt()
  const limit =
    timeLimit !== undefined &&
    setTimeout(() => {
      const late = `it had not ended after ${timeLimit} s, its time limit`
      failure ??= new TrainerError(late + endOf(log))
      program.stop(grace)
    }, 1000 * timeLimit)
  let end: ProgramEnd
  try {
    end = await program.end
  } finally {
    if (limit) clearTimeout(limit)
    following?.end()
    stop.removeEventListener('abort', onStop)
    interrupt.removeEventListener('abort', onInterrupt)
  }
  if (interrupt.aborted) throw new Interrupted()
  if (failure !== undefined) throw failure
  if (diverged !== undefined) return { status: 'diverged', reason: diverged }
  if (stop.aborted && (end.code !== 0 || told.missing().length > 0)) {
    if (told.curve.length > 0) return { status: 'stopped', reason: String(stop.reason) }
  }
  if (end.code !== 0) throw endedBadly(end, log)
  if (told.curve.length === 0)
    throw new TrainerError(`it ended without reporting values${endOf(log)}`)
  const missing = told.missing()
  if (missing.length === 0) return { status: 'finished' }
  throw new TrainerError(`it promises \`${missing.join('`, `')}\` and did not report it`)
}

function endedBadly({ code, signal }: ProgramEnd, log: TrainerLog): TrainerError {
  if (signal === null) {
    return new TrainerError(`its program ended with exit code ${code}${endOf(log)}`)
  }
  const meaning = signal === 'SIGKILL' ? '; the machine may have run out of memory' : ''
  return new TrainerError(`its program was killed (${signal})${meaning}${endOf(log)}`, true)
}

/** The last lines that the program printed, joined to one line. */
function endOf(log: TrainerLog): string {
  const lines = tellingLines(log.lastLines()).slice(-shownLines)
  const shown = lines.map((line) => line.trim().slice(0, shownLength))
  return shown.length === 0 ? '' : `; its log ends: ${shown.join(' | ')}`
}

/** Passes each line of a growing file to `take`. */
function followFile(file: string, take: (line: string) => void): { end(): void } {
  let read = 0
  const readOn = (whole: boolean) => {
    let text: string
    try {
      text = readFileSync(file, 'utf8')
    } catch {
      // The file does not exist yet, or never will if the program reports no values.
      return
    }
    const until = whole ? text.length : text.lastIndexOf('\n') + 1
    const lines = text.slice(read, until).split(/\r?\n/)
    read = Math.max(read, until)
    for (const line of lines) if (line.trim() !== '') take(line)
  }
  const timer = setInterval(() => readOn(false), readInterval)
  return {
    end() {
      clearInterval(timer)
      readOn(true)
    },
  }
}
