/** @file Finished runs on disk, one folder a run, found by key. */

import { createHash, randomUUID } from 'node:crypto'
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { RunRecord } from './record.js'

const fileName = 'record.json'

export class Store {
  readonly #folder: string

  /** @param folder holds a folder per run, `.genspec/runs` by default */
  constructor(folder: string) {
    this.#folder = folder
  }

  /** The record of that key; one that is torn or was changed by hand counts as absent. */
  async read(key: string): Promise<RunRecord | undefined> {
    let text: string
    try {
      text = await readFile(path.join(this.#folder, key, fileName), 'utf8')
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
      throw error
    }
    const [digest = '', body = ''] = text.split('\n', 2)
    if (digestOf(body) !== digest) return undefined
    const record = JSON.parse(body) as RunRecord
    return record.key === key ? record : undefined
  }

  /** Writes the record whole or not at all: to a file beside it, then renamed. */
  async write(record: RunRecord): Promise<void> {
    const folder = path.join(this.#folder, record.key)
    await mkdir(folder, { recursive: true })
    const body = JSON.stringify(record)
    const temporary = path.join(folder, `${fileName}.${randomUUID()}`)
    try {
      await writeFile(temporary, `${digestOf(body)}\n${body}\n`)
      await rename(temporary, path.join(folder, fileName))
    } catch (error) {
      await rm(temporary, { force: true })
      throw error
    }
  }
}

function digestOf(body: string): string {
  return createHash('sha256').update(body).digest('hex')
}
