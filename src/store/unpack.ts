/** @file An archive of runs, unpacked: the files of runs alone, each below the key in its path. */

import { writeFileSync } from 'node:fs'
import path from 'node:path'
import * as tar from 'tar'
import { makeFolder } from '../files/make-folder.js'
import { FileError, withRegularFile } from '../files/regular-file.js'
import { formatBytes } from '../text/bytes.js'
import { trainerLogName } from '../trainers/log.js'
import { logName } from './run-log.js'
import { isRunKey, recordName } from './store.js'

/** Why an archive cannot be unpacked, in words that follow its name and a colon. */
export class ArchiveError extends Error {}

/** Of one file of a run, in bytes. */
const largest = 2 ** 28
/** Of all that the archive holds. */
const mostUnpacked = 2 ** 32
/**
 * Gzip makes a thousand times as much of what is read at once, and the parser sees only then that it is too
 * much; for what has no end of an entry, its time grows with the square of that.
 */
const chunk = 2 ** 12

/** Any other type would be a link or a device. */
const plainTypes = ['File', 'OldFile', 'ContiguousFile', 'Directory', 'GNUDumpDir']

/**
 * What is no file of a run is passed over; nothing is written under a name that the archive chooses.
 * @param folder gets a folder for each run
 * @throws ArchiveError where the file is no archive or not whole, or holds what only an attacker or a
 *   mistake puts there: links, devices, paths that lead out of it, the same file twice, too much
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

/** `KEY/record.json` or `KEY/events.ndjson`; nothing for what is no file of a run. */
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

/** @returns the error itself where the archive is not to blame */
function asArchiveError(error: unknown): unknown {
  if (error instanceof FileError) return new ArchiveError(error.message)
  const { code = '', message = '', tarCode = '' } = error as Partial<Record<string, string>>
  if (message.includes('decompression ratio')) {
    return new ArchiveError('it unpacks to more than a thousand times its size')
  }
  if (message.includes('Truncated')) return new ArchiveError('it is cut off')
  if (code.startsWith('Z_')) return new ArchiveError('it is cut off or damaged')
  // What is wrong with a header can be of any type.
  return tarCode === '' ? error : new ArchiveError('it is no tar archive, with or without gzip')
}
