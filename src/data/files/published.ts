/** @file Published datasets of a few files: the search for a local copy, its verification, and its content. */

import { statSync } from 'node:fs'
import path from 'node:path'
import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'
import { cacheFolder } from '../../engine/cache-folder.js'
import { dataFolder } from '../../files/data-folder.js'
import { DataError, type Location } from '../../kinds/dataset.js'
import { some } from '../../text/amounts.js'
import { type Sums, assertSum, listedSums, readFile, sumOf, sumsRemedy } from './sums.js'

export interface PublishedFiles {
  /** The title: `CIFAR-10`. */
  title: string
  /** The dataset's kind. */
  name: string
  /** Names that its folder may have below `GENSPEC_DATA`, or inside another of these folders. */
  folders: readonly string[]
  /** Sums by published file name. */
  sums: Sums
  /** Sums of the same files after decompression, by their names without `.gz`; empty if none are published. */
  unpacked?: Sums
  /** Other published forms, which cannot be read: a file name of each, with the message for it. */
  otherForms?: Readonly<Record<string, string>>
}

/** Paths of files relative to the folder, by their published names. */
type Found = Readonly<Record<string, string>>

/** The folder into which `genspec data fetch` puts a dataset. */
export function fetchedFolder(name: string): string {
  return path.join(cacheFolder(), 'data', name)
}

/**
 * Finds a complete copy below `GENSPEC_DATA`, or else the fetched one.
 * @throws DataError if the copy is unpacked, and its sums are neither published nor listed
 */
export async function locateFiles(files: PublishedFiles): Promise<Location> {
  const { name } = files
  for (const folder of placesOf(files)) {
    const found = filesIn(folder, files)
    if (Object.keys(found).length < Object.keys(files.sums).length) continue
    const fingerprint = JSON.stringify(expectedSums(folder, files, found))
    return { found: true, folder, fingerprint }
  }
  const wanted = list(Object.keys(files.sums))
  const local = `set GENSPEC_DATA to a folder in which ${files.folders[0]}/ holds ${wanted}`
  return {
    found: false,
    reason: absence(files),
    help: `run \`genspec data fetch ${name}\`, or ${local}`,
  }
}

/**
 * The folders to search: each name, each name inside another one, since archives are often unpacked that way,
 * and the fetched folder.
 */
function placesOf({ name, folders }: PublishedFiles): string[] {
  const data = dataFolder()
  const nested = folders.flatMap((outer) => folders.map((inner) => path.join(outer, inner)))
  const below = data === undefined ? [] : [...folders, ...nested]
  return [...below.map((folder) => path.join(data ?? '', folder)), fetchedFolder(name)]
}

/** The reason why there is no copy; the message names an incomplete copy, or one in another form. */
function absence(files: PublishedFiles): string {
  const { title, sums, otherForms = {} } = files
  const places = placesOf(files)
  for (const folder of places) {
    const found = filesIn(folder, files)
    const missing = Object.keys(sums).filter((name) => found[name] === undefined)
    if (missing.length < Object.keys(sums).length) {
      return `${title} is not whole: ${folder} lacks ${some(missing)}`
    }
  }
  for (const folder of [...places, dataFolder() ?? []].flat()) {
    for (const [name, form] of Object.entries(otherForms)) {
      const file = path.join(folder, name)
      if (isFile(file)) return `${title} is here ${form} (${file})`
    }
  }
  return `${title} is not here`
}

function filesIn(folder: string, { sums }: PublishedFiles): Found {
  const found = Object.keys(sums).flatMap((name) => {
    const place = spellings(name).flatMap((spelling) => placeOf(folder, name, spelling))[0]
    return place === undefined ? [] : [[name, place] as const]
  })
  return Object.fromEntries(found)
}

/**
 * The possible file names: published, unpacked, and with the dot of some archives: `train-images.idx3-ubyte`.
 */
function spellings(name: string): string[] {
  if (!name.endsWith('.gz')) return [name]
  const unpacked = name.slice(0, -'.gz'.length)
  return [unpacked, unpacked.replace('-idx', '.idx')].flatMap((one) => [`${one}.gz`, one])
}

/** The possible paths of a file; some archives have a folder of the same name for each file. */
function placeOf(folder: string, name: string, spelling: string): string[] {
  const found = statSync(path.join(folder, spelling), { throwIfNoEntry: false })
  if (found?.isFile()) return [spelling]
  if (!found?.isDirectory()) return []
  return spellings(name)
    .map((inner) => `${spelling}/${inner}`)
    .filter((place) => isFile(path.join(folder, place)))
}

function isFile(file: string): boolean {
  return statSync(file, { throwIfNoEntry: false })?.isFile() ?? false
}

/**
 * The expected sums: those of the folder's `SHA256SUMS`, if there is one, because a local copy may hold the same
 * images in another order; otherwise the published sums of the form that matches best.
 */
function expectedSums(folder: string, { sums, unpacked = {} }: PublishedFiles, found: Found): Sums {
  const names = Object.keys(sums)
  const packed = names.every((name) => !name.endsWith('.gz') || found[name]?.endsWith('.gz'))
  const form = packed ? sums : unpacked
  const places = names.map((name) => found[name] as string)
  const listed = listedSums(folder, places)
  if (listed) {
    const formNames = Object.keys(form)
    return Object.fromEntries(
      places.map((place, index) => [formNames[index] as string, listed.get(place) as string]),
    )
  }
  if (Object.values(form).includes('')) {
    throw new DataError(
      `${folder} has no SHA256SUMS, and no sums of ${places[0]} and the other files are published; ${sumsRemedy(places)}`,
    )
  }
  return form
}

export interface ReadFile {
  file: string
  bytes: Buffer
}

/**
 * Reads the decompressed contents of the files, by their published names.
 * @throws DataError if a file differs from what was published, or from the folder's `SHA256SUMS`
 */
export async function readFiles(
  folder: string,
  files: PublishedFiles,
): Promise<Map<string, ReadFile>> {
  const found = filesIn(folder, files)
  const sums = Object.values(expectedSums(folder, files, found))
  const own = listedSums(folder, Object.values(found)) !== undefined
  const unpackedSums = Object.values(files.unpacked ?? {})
  const read = Object.keys(files.sums).map(async (name, index) => {
    const file = path.join(folder, found[name] as string)
    const stored = readFile(file)
    const isPacked = stored[0] === 0x1f && stored[1] === 0x8b
    const sum = sumOf(stored)
    // A file that was compressed again, or decompressed under its old name, may still have the published
    // content.
    const another = sum !== sums[index] && !own && unpackedSums[index]
    if (!another) assertSum(file, sum, sums[index])
    const bytes = isPacked ? await unpack(file, stored) : stored
    if (another) assertSum(file, sumOf(bytes), another)
    return [name, { file, bytes }] as const
  })
  return new Map(await Promise.all(read))
}

/** The limit of a decompressed file, more than any file of these datasets needs. */
const mostUnpacked = 2 ** 28

function unpack(file: string, packed: Buffer): Promise<Buffer> {
  const options = { maxOutputLength: mostUnpacked }
  return promisify<Buffer, object, Buffer>(gunzip)(packed, options).catch((error: unknown) => {
    const reason = error instanceof Error ? error.message : String(error)
    throw new DataError(`${file} is damaged: ${reason}; fetch it again`)
  })
}

function list(names: readonly string[]): string {
  return names.length < 3 ? names.join(' and ') : `${names[0]} and ${names.length - 1} more files`
}
