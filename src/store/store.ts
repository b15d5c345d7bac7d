/** @file Runs on disk, one folder a run, found by key: a local store over read-only layers. */

import { readFileSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import path from 'node:path'
import { writeWhole } from '../files/whole-file.js'
import type { RunRecord } from './record.js'
import { decodeRecord, encodeRecord } from './run-file.js'

export const recordName = 'record.json'
const keyPattern = /^[0-9a-f]{64}$/

/** What a store holds under a key. */
export type Entry = { folder: string; record: RunRecord } | { folder: string; problem: string }

export class Store {
  /** Where runs are written: `.genspec/runs` by default. */
  readonly folder: string
  /** Folders below it that are only read, such as a paper's committed runs. */
  readonly layers: readonly string[]

  constructor(folder: string, layers: readonly string[] = []) {
    this.folder = folder
    this.layers = layers
  }

  /** The folder of a run in the local store. */
  folderOf(key: string): string {
    return path.join(this.folder, key)
  }

  /** The record of that key from the first layer that has it whole; a torn or changed one counts as absent. */
  read(key: string): RunRecord | undefined {
    return this.find(key)?.record
  }

  /** The record of that key, and the layer's folder that holds it. */
  find(key: string): { record: RunRecord; layer: string } | undefined {
    for (const layer of [this.folder, ...this.layers]) {
      const entry = readEntry(layer, key)
      if (entry && 'record' in entry) return { record: entry.record, layer }
    }
    return undefined
  }

  /** Everything in the local store, or in all layers. */
  async entries(where: 'local' | 'all' = 'all'): Promise<Entry[]> {
    const layers = where === 'local' ? [this.folder] : [this.folder, ...this.layers]
    const found = layers.map(async (layer) => {
      const keys = (await listFolder(layer)).filter((name) => keyPattern.test(name)).sort()
      return keys.map((key) => readEntry(layer, key))
    })
    return (await Promise.all(found)).flat().filter((entry) => entry !== undefined)
  }

  async write(record: RunRecord): Promise<void> {
    await writeWhole(path.join(this.folderOf(record.key), recordName), encodeRecord(record))
  }
}

function readEntry(layer: string, key: string): Entry | undefined {
  const folder = path.join(layer, key)
  let text: string
  try {
    // There can be thousands of these small files: a promise costs more than the reading.
    text = readFileSync(path.join(folder, recordName), 'utf8')
  } catch (error) {
    if (isAbsence(error)) return undefined
    throw error
  }
  const record = decodeRecord(text)
  if (record === undefined) return { folder, problem: 'torn, or changed after it was written' }
  if (record.key !== key) return { folder, problem: `holds the run ${record.key}` }
  return { folder, record }
}

async function listFolder(folder: string): Promise<string[]> {
  try {
    return await readdir(folder)
  } catch (error) {
    if (isAbsence(error)) return []
    throw error
  }
}

function isAbsence(error: unknown): boolean {
  return ['ENOENT', 'ENOTDIR'].includes(String((error as NodeJS.ErrnoException).code))
}
