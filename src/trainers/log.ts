/** @file The log of a trainer: its output other than values, kept next to the record of its run. */

import { createWriteStream } from 'node:fs'
import path from 'node:path'

export const trainerLogName = 'trainer.log'

/** The length after which output is dropped, in characters. */
const longest = 2 ** 26
const keptLines = 60

export interface TrainerLog {
  write(line: string): void
  lastLines(): readonly string[]
  close(): Promise<void>
}

/** @param folder the run's folder */
export function openTrainerLog(folder: string): TrainerLog {
  const stream = createWriteStream(path.join(folder, trainerLogName))
  let failure: Error | undefined
  stream.on('error', (error) => (failure = error))
  let length = 0
  const last: string[] = []
  return {
    write(line) {
      if (line.trim() !== '') last.push(line.trimEnd())
      if (last.length > keptLines) last.shift()
      const fits = length + line.length <= longest
      if (fits) stream.write(`${line}\n`)
      else if (length <= longest) stream.write('… the rest is left out\n')
      length += line.length + 1
    },
    lastLines: () => last,
    close: () =>
      new Promise((resolve, reject) => {
        if (failure) reject(failure)
        else stream.end(resolve).on('error', reject)
      }),
  }
}
