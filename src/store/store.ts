/** @file Runs on disk, one folder for each, found by key: a local store above read-only layers. */

import { lstatSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import path from 'node:path'
import { FileError, readRegularFile } from '../files/regular-file.js'
import { writeWhole } from '../files/whole-file.js'
import type { RunRecord } from './record.js'
import { RecordError, decodeRecord, encodeRecord } from './run-file.js'

export const recordName = 'record.json'
const keyPattern = /^[0-9a-f]{64}$/
/** The largest size of a record, in bytes. */
const largest = 2 ** 28

/** True if a folder of this name is the folder of a run. */
export function isRunKey(name: string): boolean {
  return keyPattern.test(name)
}

/** The content of a store for a key. */
export type Entry = { folder: string; record: RunRecord } | Refused

/** A record that counts as absent. */
export interface Refused {
  folder: string
  fault: RecordError['fault']
  /** Continues the sentence "the record is …". */
  problem: string
}

export class Store {
  /** The folder to which runs are written: `.genspec/runs` by default. */
  readonly folder: string
  /** Read-only folders that are searched after it, such as a paper's committed runs. */
  readonly layers: readonly string[]
  readonly #onRefused: (refused: Refused) => void
  readonly #told = new Set<string>()

  /** @param onRefused called once for each record that was read and does not count */
  constructor(
    folder: string,
    layers: readonly string[] = [],
    onRefused: (refused: Refused) => void = () => undefined,
  ) {
    this.folder = folder
    this.layers = layers
    this.#onRefused = onRefused
  }

  /** The folder of a run in the local store. */
  folderOf(key: string): string {
    return path.join(this.folder, key)
  }

  /** Reads the record of that key from the first layer with a valid one. */
  read(key: string): RunRecord | undefined {
    return this.find(key)?.record
  }

  /** Finds the record of that key, and the folder of the layer that holds it. */
  find(key: string): { record: RunRecord; layer: string } | undefined {
    for (const layer of [this.folder, ...this.layers]) {
      const entry = readEntry(layer, key)
      if (entry === undefined) continue
      if ('record' in entry) return { record: entry.record, layer }
      this.#tell(entry)
    }
    return undefined
  }

  /** All entries of the local store, or of all layers. */
  async entries(where: 'local' | 'all' = 'all'): Promise<Entry[]> {
    const layers = where === 'local' ? [this.folder] : [this.folder, ...this.layers]
    const found = layers.map(async (layer) => {
      const keys = (await listFolder(layer)).filter(isRunKey).sort()
      return keys.map((key) => readEntry(layer, key))
    })
    return (await Promise.all(found)).flat().filter((entry) => entry !== undefined)
  }

  /** All valid records. */
  async records(): Promise<RunRecord[]> {
    const records: RunRecord[] = []
    for (const entry of await this.entries()) {
      if ('record' in entry) records.push(entry.record)
      else this.#tell(entry)
    }
    return records
  }

  /** The existing record that prevents writing one of that key, since it cannot, or must not, be replaced. */
  placeTaken(key: string): Refused | undefined {
    const entry = readEntry(this.folder, key)
    if (entry === undefined || 'record' in entry) return undefined
    return entry.fault === 'newer' || entry.fault === 'unreadable' ? entry : undefined
  }

  /**
   * Checks, before a run is trained, that its record can be written.
   * @throws RecordError if an existing record prevents that
   */
  requirePlace(key: string): void {
    const taken = this.placeTaken(key)
    if (taken === undefined) return
    const { folder, fault, problem } = taken
    throw new RecordError(fault, `the record in ${folder} is ${problem}; move that folder away`)
  }

  async write(record: RunRecord): Promise<void> {
    await writeWhole(path.join(this.folderOf(record.key), recordName), encodeRecord(record))
  }

  #tell(refused: Refused): void {
    if (this.#told.has(refused.folder)) return
    this.#told.add(refused.folder)
    this.#onRefused(refused)
  }
}

function readEntry(layer: string, key: string): Entry | undefined {
  const folder = path.join(layer, key)
  const file = path.join(folder, recordName)
  try {
    // Synchronous, since there can be thousands of small files, and a promise costs more than the reading.
    const text = readRegularFile(file, largest).toString('utf8')
    return { folder, record: decodeRecord(text, key) }
  } catch (error) {
    if (error instanceof RecordError) return { folder, fault: error.fault, problem: error.message }
    if (!(error instanceof FileError)) throw error
    if (error.absent && !isFile(folder)) return undefined
    return { folder, fault: 'unreadable', problem: `not to be read: ${error.message}` }
  }
}

/** True if a file is in the place of a run's folder. */
function isFile(folder: string): boolean {
  try {
    const found = lstatSync(folder)
    return !found.isDirectory() && !found.isSymbolicLink()
  } catch {
    return false
  }
}

async function listFolder(folder: string): Promise<string[]> {
  try {
    return await readdir(folder)
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes(String((error as NodeJS.ErrnoException).code))) return []
    throw error
  }
}
