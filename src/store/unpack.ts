/** @file Unpacking of an archive of runs: only the files of runs, each in the folder of the key in its path. */

import { writeFileSync } from 'node:fs'
import path from 'node:path'
import * as tar from 'tar'
import { makeFolder } from '../files/make-folder.js'
import { FileError, withRegularFile } from '../files/regular-file.js'
import { formatBytes } from '../text/bytes.js'
import { trainerLogName } from '../trainers/log.js'
import { logName } from './run-log.js'
import { isRunKey, recordName } from './store.js'

/** The reason why an archive cannot be unpacked; the message follows the archive's name and a colon. */
export class ArchiveError extends Error {}

/** The largest size of one file of a run, in bytes. */
const largest = 2 ** 28
/** The largest total size of an archive's entries, in bytes. */
const mostUnpacked = 2 ** 32
/**
 * The bytes that are read at once. Gzip can expand them a thousandfold before the parser notices that they are too
 * many, and for an entry without an end the parser's time grows with the square of the expanded size.
 */
const chunk = 2 ** 12

/** The accepted types of entries; all others are links or devices. */
const plainTypes = ['File', 'OldFile', 'ContiguousFile', 'Directory', 'GNUDumpDir']

/**
 * Skips entries that are not files of a run, and writes no file under a name that the archive chooses.
 * @param folder receives a folder for each run
 * @throws ArchiveError if the file is not an archive, is incomplete, or holds entries that only an attacker or
 *   a mistake puts there: links, devices, paths that lead out of it, a file twice, too much data
 */
export function unpackRuns(archive: string, folder: string): void {
  const taken = new Set<string>()
  let total = 0
  let whole = false
  const parser = new tar.Parser({ strict: true })
  parser.on('eof', () => (whole = true))
  parser.on('ignoredEntry', refuse)
  parser.on('entry', (entry: tar.ReadEntry) => {
    total += entry.size
    if (total > mostUnpacked)
      throw new ArchiveError(`it holds more than ${formatBytes(mostUnpacked)}`)
    const place = placeOf(entry)
    if (place === undefined) return void entry.resume()
    if (taken.has(place)) throw new ArchiveError(`it holds \`${place}\` twice`)
    taken.add(place)
    const parts: Buffer[] = []
    entry.on('data', (part: Buffer) => parts.push(Buffer.from(part)))
    entry.on('end', () => {
      const file = path.join(folder, place)
      makeFolder(path.dirname(file))
      writeFileSync(file, Buffer.concat(parts))
    })
  })
  try {
    withRegularFile(archive, ({ size, read }) => {
      for (let start = 0; start < size && !whole; start += chunk) {
        parser.write(read(start, Math.min(chunk, size - start)))
      }
      if (!whole) parser.end()
    })
  } catch (error) {
    throw asArchiveError(error)
  }
  if (!whole) throw new ArchiveError('it is cut off')
}

/** `KEY/record.json` or `KEY/events.ndjson`; `undefined` for an entry that is not a file of a run. */
function placeOf(entry: tar.ReadEntry): string | undefined {
  const { path: name, type, size } = entry
  const parts = name.split(/[/\\]/)
  if (parts.includes('..') || path.posix.isAbsolute(name) || path.win32.isAbsolute(name)) {
    throw new ArchiveError(`\`${name}\` leads out of the archive`)
  }
  if (!plainTypes.includes(type)) refuse(entry)
  const [key = '', file = ''] = parts.slice(-2)
  if (!isRunKey(key) || ![recordName, logName, trainerLogName].includes(file)) return undefined
  const place = `${key}/${file}`
  if (size > largest) {
    throw new ArchiveError(`\`${place}\` has ${formatBytes(size)}, as no run's file does`)
  }
  return place
}

function refuse({ path, type }: tar.ReadEntry): never {
  const what = /Link/.test(type) ? 'a link' : /Device/.test(type) ? 'a device' : 'not a file'
  throw new ArchiveError(`\`${path}\` is ${what}`)
}

/** @returns the error itself if the archive is not to blame */
function asArchiveError(error: unknown): unknown {
  if (error instanceof FileError) return new ArchiveError(error.message)
  const { code = '', message = '', tarCode = '' } = error as Partial<Record<string, string>>
  if (message.includes('decompression ratio')) {
    return new ArchiveError('it unpacks to more than a thousand times its size')
  }
  if (message.includes('Truncated')) return new ArchiveError('it is cut off')
  if (code.startsWith('Z_')) return new ArchiveError('it is cut off or damaged')
  // Errors about a header can have any type.
  return tarCode === '' ? error : new ArchiveError('it is no tar archive, with or without gzip')
}
