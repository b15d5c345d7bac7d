/** @file The checkpoint of an unfinished run: a file in its folder, written atomically. */

import { createHash } from 'node:crypto'
import { rm } from 'node:fs/promises'
import path from 'node:path'
import { FileError, readRegularFile } from '../files/regular-file.js'
import { writeWhole } from '../files/whole-file.js'
import type { TrainingState } from '../training/state.js'

const fileName = 'checkpoint.bin'

/** The second line of the file, as JSON. The first is the SHA-256 of the rest; the bytes of the values follow. */
interface Header extends Omit<TrainingState, 'values'> {
  key: string
  /** Number of values of each tensor. */
  lengths: number[]
}

/** Reads the checkpoint of the run with that key; a torn one, or one of another run, counts as absent. */
export function readCheckpoint(folder: string, key: string): TrainingState | undefined {
  const bytes = bytesOf(path.join(folder, fileName))
  if (bytes === undefined) return undefined
  const digestEnd = bytes.indexOf('\n')
  const headerEnd = bytes.indexOf('\n', digestEnd + 1)
  if (headerEnd === -1) return undefined
  const digest = bytes.toString('latin1', 0, digestEnd)
  if (digest !== digestOf([bytes.subarray(digestEnd + 1)])) return undefined
  const header = JSON.parse(bytes.toString('utf8', digestEnd + 1, headerEnd)) as Header
  if (header.key !== key) return undefined
  const { lengths, ...state } = header
  // A copy, since floats must be aligned to four bytes.
  const floats = new Float32Array(Uint8Array.from(bytes.subarray(headerEnd + 1)).buffer)
  let start = 0
  const values = lengths.map((length) => floats.slice(start, (start += length)))
  return { ...state, values }
}

/** @throws if the file cannot be written; the previous checkpoint is then kept */
export async function writeCheckpoint(
  folder: string,
  key: string,
  { values, ...state }: TrainingState,
): Promise<void> {
  const header: Header = { key, ...state, lengths: values.map(({ length }) => length) }
  const body = [
    Buffer.from(`${JSON.stringify(header)}\n`),
    ...values.map(({ buffer, byteOffset, byteLength }) =>
      Buffer.from(buffer, byteOffset, byteLength),
    ),
  ]
  await writeWhole(path.join(folder, fileName), [`${digestOf(body)}\n`, ...body])
}

export async function removeCheckpoint(folder: string): Promise<void> {
  await rm(path.join(folder, fileName), { force: true })
}

function digestOf(parts: readonly Buffer[]): string {
  const hash = createHash('sha256')
  for (const part of parts) hash.update(part)
  return hash.digest('hex')
}

function bytesOf(file: string): Buffer | undefined {
  try {
    return readRegularFile(file, Infinity)
  } catch (error) {
    if (!(error instanceof FileError)) throw error
    if (error.absent) return undefined
    throw new Error(`the checkpoint ${file} cannot be read: ${error.message}`, { cause: error })
  }
}
