/** @file Trains one run in a process of its own, whose end, however it comes, is a result. */

import { type ChildProcess, fork } from 'node:child_process'
import { createRequire } from 'node:module'
import { systemErrorText } from '../files/system-errors.js'
import { type Loss, explainEnd, explainFailure, toldToEnd } from './child-end.js'
import { type Order, type RunListener, type RunMessage, type RunOrder, grace } from './messages.js'

const worker = createRequire(import.meta.url).resolve('#run-worker')
/** A dump of the heap is long, and what happened stands before it. */
const keptErrorText = 20_000
/** What an engine that traces its kernels writes is for the user. */
const showErrors = process.env['GENSPEC_TRACE_KERNELS'] === '1'

export interface Training {
  /** Nothing when the record is stored. */
  done: Promise<Loss | undefined>
  /** Ends the run with the epoch under way; what there is becomes its record. */
  stop(reason: string): void
  /** Ends the run; a record that is being written is still written. */
  interrupt(): void
}

/** Runs that were told to end. Whoever does not wait for them has asked for the end twice. */
const ending = new Set<ChildProcess>()
process.on('exit', () => {
  for (const child of ending) child.kill('SIGKILL')
})

export function trainInChild(order: RunOrder, listener: RunListener): Training {
  const child = fork(worker, { stdio: ['ignore', 'ignore', 'pipe', 'ipc'] })
  let killing: NodeJS.Timeout | undefined
  const send = (message: Order) => {
    if (child.connected) child.send(message, () => undefined)
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
      else if (message.type === 'stored') stored = true
      else if (message.type === 'interrupted') loss = toldToEnd
      else loss = explainFailure(message.message)
    })
    child.on('error', (error) => {
      loss ??= { reason: systemErrorText(error) ?? error.message, machine: true }
      // What never began has no end.
      if (child.pid === undefined) resolve(loss)
    })
    child.on('close', (code, signal) => {
      clearTimeout(killing)
      ending.delete(child)
      resolve(stored ? undefined : (loss ?? explainEnd({ code, signal, errorText })))
    })
  })
  send(order)
  return {
    done,
    stop: (reason) => send({ type: 'stop', reason }),
    interrupt() {
      send({ type: 'interrupt' })
      if (killing !== undefined) return
      killing = setTimeout(() => child.kill('SIGKILL'), grace)
      ending.add(child)
    },
  }
}
