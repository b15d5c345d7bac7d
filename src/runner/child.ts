/** @file Trains one run in a process of its own, whose end, however it comes, is a result. */

import { fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { Evaluation } from '../kinds/metric.js'
import type { RunMessage, RunOrder } from './messages.js'

const worker = fileURLToPath(new URL('./worker.js', import.meta.url))
const keptErrorText = 2000

/** @returns nothing when the record is stored, else why there is none */
export function trainInChild(
  order: RunOrder,
  onEvaluation: (evaluation: Evaluation) => void,
  signal: AbortSignal,
): Promise<string | undefined> {
  return new Promise((resolve) => {
    const child = fork(worker, { stdio: ['ignore', 'ignore', 'pipe', 'ipc'] })
    let stored = false
    let failure: string | undefined
    let errorText = ''
    const stop = () => child.kill('SIGKILL')
    signal.addEventListener('abort', stop, { once: true })
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      errorText = (errorText + text).slice(-keptErrorText)
    })
    child.on('message', (message: RunMessage) => {
      if (message.type === 'evaluation') onEvaluation(message.evaluation)
      else if (message.type === 'stored') stored = true
      else failure = message.message
    })
    child.on('error', (error) => {
      failure ??= error.message
    })
    child.on('close', (code, killedBy) => {
      signal.removeEventListener('abort', stop)
      resolve(stored ? undefined : (failure ?? describeEnd(code, killedBy, errorText)))
    })
    child.send(order, (error) => {
      if (error) failure ??= error.message
    })
  })
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
