/** @file Trains one run in a process of its own, whose end, however it comes, is a result. */

import { fork } from 'node:child_process'
import { createRequire } from 'node:module'
import type { Order, RunListener, RunMessage, RunOrder } from './messages.js'

const worker = createRequire(import.meta.url).resolve('#run-worker')
const keptErrorText = 2000
/** What an engine that traces its kernels writes is for the user. */
const showErrors = process.env['GENSPEC_TRACE_KERNELS'] === '1'
/** How long an interrupted process may take to write what it has, in milliseconds. */
const grace = 10_000

/** Why there is no record. */
export interface Loss {
  reason: string
  /** Whether the machine is to blame, so that another attempt may succeed. */
  machine: boolean
}

export interface Training {
  /** Nothing when the record is stored. */
  done: Promise<Loss | undefined>
  /** Ends the run with the epoch under way; what there is becomes its record. */
  stop(reason: string): void
  /** Ends the run; a record that is being written is still written. */
  interrupt(): void
}

export function trainInChild(order: RunOrder, listener: RunListener): Training {
  const child = fork(worker, { stdio: ['ignore', 'ignore', 'pipe', 'ipc'] })
  let killing: NodeJS.Timeout | undefined
  const send = (message: Order) => {
    if (child.connected) child.send(message, () => undefined)
  }
  const done = new Promise<Loss | undefined>((resolve) => {
    let stored = false
    let failure: string | undefined
    let errorText = ''
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      errorText = (errorText + text).slice(-keptErrorText)
      if (showErrors) process.stderr.write(text)
    })
    child.on('message', (message: RunMessage) => {
      if (message.type === 'evaluation') listener.onEvaluation(message.evaluation)
      else if (message.type === 'progress') listener.onProgress(message.progress)
      else if (message.type === 'stored') stored = true
      else failure = message.message
    })
    child.on('error', (error) => {
      failure ??= error.message
    })
    child.on('close', (code, killedBy) => {
      clearTimeout(killing)
      if (stored) resolve(undefined)
      else if (failure !== undefined) resolve({ reason: failure, machine: outOfMemory(failure) })
      else resolve({ reason: describeEnd(code, killedBy, errorText), machine: true })
    })
  })
  send(order)
  return {
    done,
    stop: (reason) => send({ type: 'stop', reason }),
    interrupt() {
      send({ type: 'interrupt' })
      killing ??= setTimeout(() => child.kill('SIGKILL'), grace)
    },
  }
}

function outOfMemory(message: string): boolean {
  return /out of memory|\bOOM\b|allocation failed|RESOURCE_EXHAUSTED/i.test(message)
}

function describeEnd(code: number | null, killedBy: string | null, errorText: string): string {
  const end =
    killedBy === null
      ? `its process ended with code ${code}`
      : `its process was killed (${killedBy})`
  const memory = killedBy === 'SIGKILL' ? '; the machine may have run out of memory' : ''
  const lastLine = errorText.trim().split('\n').at(-1)
  return end + (lastLine ? `: ${lastLine}` : memory)
}
