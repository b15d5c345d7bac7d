/** @file The process of one run, seen from the command: every way in which it ends gives a result. */

import { type ChildProcess, fork } from 'node:child_process'
import { createRequire } from 'node:module'
import { killGroup } from '../trainers/program.js'
import { systemErrorText } from '../files/system-errors.js'
import { type Loss, explainEnd, explainFailure, toldToEnd } from './process-end.js'
import { type Order, type RunListener, type RunMessage, type RunOrder, grace } from './messages.js'

const worker = createRequire(import.meta.url).resolve('#run-worker')
/** Characters of standard error that are kept; a heap dump is long, and the error comes before it. */
const keptErrorText = 20_000
/** True if the user wants to see the standard error of runs, to which engines write kernel traces. */
const showErrors = process.env['GENSPEC_TRACE_KERNELS'] === '1'

export interface RunProcess {
  /** Resolves to `undefined` when the record is stored. */
  done: Promise<Loss | undefined>
  /** Ends the run after the epoch under way; its measurements so far become the record. */
  stop(reason: string): void
}

/** Runs that were told to end; a second interrupt does not wait for them. */
const ending = new Set<ChildProcess>()
/** The process groups of trainers' programs, by the run's process. */
const programs = new Map<ChildProcess, number>()
process.on('exit', () => {
  for (const child of ending) {
    child.kill('SIGKILL')
    killGroup(programs.get(child), 'SIGKILL')
  }
})

/** @param signal when it fires, the run ends, but finishes writing its record */
export function startRunProcess(
  order: RunOrder,
  listener: RunListener,
  signal?: AbortSignal,
): RunProcess {
  const child = fork(worker, { stdio: ['ignore', 'ignore', 'pipe', 'ipc'] })
  const send = (message: Order) => {
    if (child.connected) child.send(message, () => undefined)
  }
  let killing: NodeJS.Timeout | undefined
  const interrupt = () => {
    send({ type: 'interrupt' })
    killing = setTimeout(() => child.kill('SIGKILL'), grace)
    ending.add(child)
  }
  const done = new Promise<Loss | undefined>((resolve) => {
    let stored = false
    let loss: Loss | undefined
    let errorText = ''
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      errorText = (errorText + text).slice(-keptErrorText)
      if (showErrors) process.stderr.write(text)
    })
    child.on('message', (message: RunMessage) => {
      if (message.type === 'evaluation') listener.onEvaluation(message.evaluation)
      else if (message.type === 'progress') listener.onProgress(message.progress)
      else if (message.type === 'program') programs.set(child, message.pid)
      else if (message.type === 'stored') stored = true
      else if (message.type === 'interrupted') loss = toldToEnd
      else loss = explainFailure(message.message, message.machine)
    })
    child.on('error', (error) => {
      loss ??= { reason: systemErrorText(error) ?? error.message, machine: true }
      // A process that never started emits no `close`.
      if (child.pid === undefined) resolve(loss)
    })
    child.on('close', (code, killedBy) => {
      signal?.removeEventListener('abort', interrupt)
      clearTimeout(killing)
      ending.delete(child)
      programs.delete(child)
      resolve(stored ? undefined : (loss ?? explainEnd({ code, signal: killedBy, errorText })))
    })
  })
  send(order)
  signal?.addEventListener('abort', interrupt, { once: true })
  if (signal?.aborted) interrupt()
  return { done, stop: (reason) => send({ type: 'stop', reason }) }
}
