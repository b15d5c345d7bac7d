/**
 * @file A folder of pictures and folders. Links are followed inside it; the content of a file decides its type.
 * Every file that is left out is listed, except those that operating systems add.
 */

import { type Dirent, readdirSync, realpathSync, statSync } from 'node:fs'
import path from 'node:path'
import { FileError, withRegularFile } from '../../files/regular-file.js'
import { DataError } from '../../kinds/dataset.js'
import { formatOf, headLength, isRead } from '../images/formats.js'
import { type LeftOut, reasons } from './left-out.js'

/** Files with such names are meant as pictures; if one is not, it is damaged. */
const pictureName = /\.(png|jpe?g|jpe|jfif|webp)$/i
/** Files that macOS, Windows and tools leave in folders. */
const litter = /^(\._.*|\.DS_Store|Thumbs\.db|desktop\.ini|__MACOSX|Icon\r)$/i

interface Entry {
  name: string
  /** The path before links are followed. */
  path: string
  /** The path after following links. */
  real: string
  folder: boolean
}

export class PictureFolder {
  readonly #root: Entry
  readonly #leftOut = new Map<string, LeftOut>()

  /** @throws DataError if there is no such folder */
  constructor(root: string) {
    this.#root = { name: '', path: root, real: realOf(root), folder: true }
  }

  /** The entries that are not used, each once. */
  get leftOut(): LeftOut[] {
    return [...this.#leftOut.values()]
  }

  /** The names of the folders in one of its folders, in alphabetical order. */
  folders(...names: string[]): string[] {
    return this.#read(this.#at(names)).folders.map(({ name }) => name)
  }

  /** The pictures in one of its folders, and in those below, in alphabetical order. */
  pictures(...names: string[]): string[] {
    const visited = new Set<string>()
    const below = (entry: Entry): string[] => {
      visited.add(entry.real)
      const { folders, files } = this.#read(entry)
      return [...folders, ...files].sort(order).flatMap((found) => {
        if (!found.folder) return this.#isPicture(found) ? [found.path] : []
        if (!visited.has(found.real)) return below(found)
        this.#leaveOut(found.path, reasons.again)
        return []
      })
    }
    return below(this.#at(names))
  }

  /** Records the folders other than these in one of its folders, and the pictures next to them, as not used. */
  leaveOutBeside(names: readonly string[], used: readonly string[]): void {
    const { folders, files } = this.#read(this.#at(names))
    for (const { name, path } of folders) {
      if (!used.includes(name)) this.#leaveOut(path, reasons.besideSplits)
    }
    for (const { name, path } of files) {
      if (pictureName.test(name)) this.#leaveOut(path, reasons.beside)
    }
  }

  #at(names: readonly string[]): Entry {
    const found = path.join(this.#root.path, ...names)
    return { name: names.at(-1) ?? '', path: found, real: realOf(found), folder: true }
  }

  #read({ path: folder, real }: Entry): { folders: Entry[]; files: Entry[] } {
    const folders: Entry[] = []
    const files: Entry[] = []
    for (const entry of entriesOf(folder)) {
      if (litter.test(entry.name)) continue
      const place = path.join(folder, entry.name)
      const target = this.#target(entry, place, real)
      if (target === undefined) continue
      const found = { name: entry.name, path: place, ...target }
      if (!entry.name.startsWith('.')) (found.folder ? folders : files).push(found)
      else if (pictureName.test(entry.name)) this.#leaveOut(place, reasons.hidden)
    }
    return { folders: folders.sort(order), files: files.sort(order) }
  }

  /** The type of an entry, or of the target of a link. */
  #target(
    entry: Dirent,
    found: string,
    within: string,
  ): { folder: boolean; real: string } | undefined {
    const own = { folder: entry.isDirectory(), real: path.join(within, entry.name) }
    if (entry.isFile() || entry.isDirectory()) return own
    if (!entry.isSymbolicLink()) return this.#leaveOut(found, reasons.special)
    let leads
    try {
      leads = realpathSync(found)
    } catch {
      return this.#leaveOut(found, reasons.dangling)
    }
    if (!isInside(leads, this.#root.real)) return this.#leaveOut(found, reasons.outside)
    if (isInside(within, leads)) return this.#leaveOut(found, reasons.back)
    const stats = statSync(leads)
    if (stats.isFile() || stats.isDirectory()) return { folder: stats.isDirectory(), real: leads }
    return this.#leaveOut(found, reasons.special)
  }

  #isPicture({ name, path: file }: Entry): boolean {
    if (pictureName.test(name)) return true
    const format = contentOf(file)
    if (format === 'picture') return true
    this.#leaveOut(file, format)
    return false
  }

  #leaveOut(file: string, why: LeftOut['why']): undefined {
    const name = path.relative(this.#root.path, file).split(path.sep).join('/')
    this.#leftOut.set(name, { file: name, why })
  }
}

/** True if the path is the folder or below it. */
function isInside(one: string, folder: string): boolean {
  const way = path.relative(folder, one)
  return way.split(path.sep)[0] !== '..' && !path.isAbsolute(way)
}

function order(a: Entry, b: Entry): number {
  return a.name < b.name ? -1 : 1
}

function realOf(folder: string): string {
  try {
    return realpathSync(folder)
  } catch {
    throw new DataError(`there is no folder ${folder}`)
  }
}

function entriesOf(folder: string): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true })
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    if (code === 'ENOENT') throw new DataError(`there is no folder ${folder}`)
    if (code === 'ENOTDIR') throw new DataError(`${folder} is a file, not a folder`)
    throw new DataError(`${folder} cannot be read: ${message}`)
  }
}

/** A cache of the types of files whose names do not reveal them, by name, size and time. */
const contents = new Map<string, 'picture' | LeftOut['why']>()

function contentOf(file: string): 'picture' | LeftOut['why'] {
  const { size, mtimeMs } = statSync(file)
  const key = `${file} ${size} ${mtimeMs}`
  const known = contents.get(key) ?? sniff(file)
  contents.set(key, known)
  return known
}

function sniff(file: string): 'picture' | LeftOut['why'] {
  try {
    return withRegularFile(file, ({ size, read }) => {
      if (size === 0) return reasons.empty
      const format = formatOf(read(0, Math.min(size, headLength)))
      if (isRead(format)) return 'picture'
      return format === undefined ? reasons.other : reasons.format(format)
    })
  } catch (error) {
    if (error instanceof FileError) return reasons.unreadable
    throw error
  }
}
