/** @file The log of a run: its events with their times, one line of JSON for each, written while it trains. */

import { createHash, randomUUID } from 'node:crypto'
import { createWriteStream, existsSync } from 'node:fs'
import { rename } from 'node:fs/promises'
import path from 'node:path'
import type { EngineInfo } from '../engine/engine.js'
import { makeFolder } from '../files/make-folder.js'
import { FileError, readRegularFile } from '../files/regular-file.js'
import type { RunRecord } from './record.js'
import { recordName } from './store.js'

export const logName = 'events.ndjson'
/** The largest size of a log, in bytes. */
const largest = 2 ** 28

/** An event of the log; `seconds` count from the start of the run's process. */
export type LogEvent =
  | { type: 'start'; when: string; label: string; seed: number; threads: number }
  | { type: 'training'; seconds: number; engine: EngineInfo }
  /** The measurements themselves are in the record's curve. */
  | { type: 'evaluation'; seconds: number; epoch: number }
  | { type: 'end'; seconds: number; status: RunRecord['status']; reason?: string }

export interface RunLog {
  write(event: LogEvent): void
  /** Resolves to the SHA-256 of the log once all lines are in the file. */
  close(): Promise<string>
}

/**
 * @param folder the run's folder, made if absent. The log of an earlier attempt is replaced at once, that of a
 *   stored record only when the new log is closed.
 */
export async function openLog(folder: string): Promise<RunLog> {
  makeFolder(folder)
  const file = path.join(folder, logName)
  const recorded = existsSync(path.join(folder, recordName))
  const written = recorded ? `${file}.${randomUUID()}` : file
  const stream = createWriteStream(written)
  const hash = createHash('sha256')
  let failure: Error | undefined
  stream.on('error', (error) => {
    failure = error
  })
  const end = () =>
    new Promise<void>((resolve, reject) => {
      if (failure) reject(failure)
      else stream.end(resolve).on('error', reject)
    })
  return {
    write(event) {
      const line = `${JSON.stringify(event)}\n`
      hash.update(line)
      stream.write(line)
    },
    async close() {
      await end()
      if (written !== file) await rename(written, file)
      return hash.digest('hex')
    },
  }
}

/**
 * Reads the complete lines of a run's log; none if there is no log.
 * @throws FileError, SyntaxError
 */
export function readLog(folder: string): LogEvent[] {
  const text = textOf(folder) ?? ''
  const lines = text.slice(0, text.lastIndexOf('\n') + 1).split('\n')
  return lines.filter((line) => line !== '').map((line) => JSON.parse(line) as LogEvent)
}

/** The fault of the log that belongs to a record; continues the sentence "the log is …". */
export function logProblem(folder: string, { log }: RunRecord): string | undefined {
  try {
    const text = textOf(folder)
    if (log === undefined) {
      readLog(folder)
      return undefined
    }
    if (text === undefined) return 'missing'
    const digest = createHash('sha256').update(text).digest('hex')
    return digest === log ? undefined : 'not the one that the record was written with'
  } catch (error) {
    return error instanceof FileError
      ? `not to be read: ${error.message}`
      : 'not made of JSON lines'
  }
}

function textOf(folder: string): string | undefined {
  try {
    return readRegularFile(path.join(folder, logName), largest).toString('utf8')
  } catch (error) {
    if (error instanceof FileError && error.absent) return undefined
    throw error
  }
}
