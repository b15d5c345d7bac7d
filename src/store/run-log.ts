/** @file What happened in a run and when, a line of JSON for each, written while it trains. */

import { createWriteStream } from 'node:fs'
import { mkdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import type { EngineInfo } from '../engine/engine.js'
import type { RunRecord } from './record.js'

export const logName = 'events.ndjson'

/** `seconds` count from the start of the run's process. */
export type LogEvent =
  | { type: 'start'; when: string; label: string; seed: number; threads: number }
  | { type: 'training'; seconds: number; engine: EngineInfo }
  /** What was measured stands in the record's curve. */
  | { type: 'evaluation'; seconds: number; epoch: number }
  | { type: 'end'; seconds: number; status: RunRecord['status']; reason?: string }

export interface RunLog {
  write(event: LogEvent): void
  /** Resolves when all lines are in the file. */
  close(): Promise<void>
}

/** @param folder the run's, made where it does not exist; a log of an earlier attempt is replaced */
export async function openLog(folder: string): Promise<RunLog> {
  await mkdir(folder, { recursive: true })
  const stream = createWriteStream(path.join(folder, logName))
  let failure: Error | undefined
  stream.on('error', (error) => {
    failure = error
  })
  return {
    write: (event) => void stream.write(`${JSON.stringify(event)}\n`),
    close: () =>
      new Promise((resolve, reject) => {
        if (failure) reject(failure)
        else stream.end(resolve).on('error', reject)
      }),
  }
}

/** The whole lines of a run's log; none where there is no log. */
export async function readLog(folder: string): Promise<LogEvent[]> {
  const text = await readFile(path.join(folder, logName), 'utf8').catch(() => '')
  const lines = text.slice(0, text.lastIndexOf('\n') + 1).split('\n')
  return lines.filter((line) => line !== '').map((line) => JSON.parse(line) as LogEvent)
}
