/** @file Datasets that are published as a few files: where a copy of them is on this machine. */

import { existsSync } from 'node:fs'
import path from 'node:path'
import { cacheFolder } from '../../engine/cache-folder.js'
import { dataFolder } from '../../files/data-folder.js'
import type { Location } from '../../kinds/dataset.js'
import { type Sums, expectedSums } from './sums.js'

export interface PublishedFiles {
  /** For people: `CIFAR-10`. */
  title: string
  /** The dataset's kind. */
  name: string
  /** Names that a folder of it may have below `GENSPEC_DATA`. */
  folders: readonly string[]
  sums: Sums
  /** Of the same files without their compression, which serve as well; empty where they are not published. */
  unpacked?: Sums
}

/** Where `genspec data fetch` puts a dataset. */
export function fetchedFolder(name: string): string {
  return path.join(cacheFolder(), 'data', name)
}

/** A complete copy below `GENSPEC_DATA`, else the one that was fetched. */
export async function locateFiles(files: PublishedFiles): Promise<Location> {
  const { title, name, folders, sums } = files
  const data = dataFolder()
  const places = [
    ...(data === undefined ? [] : folders.map((folder) => path.join(data, folder))),
    fetchedFolder(name),
  ]
  for (const folder of places) {
    const form = formIn(folder, files)
    if (form === undefined) continue
    return { found: true, folder, fingerprint: JSON.stringify(await expectedSums(folder, form)) }
  }
  const wanted = list(Object.keys(sums))
  const local = `set GENSPEC_DATA to a folder in which ${folders[0]}/ holds ${wanted}`
  return {
    found: false,
    reason: `${title} is not here`,
    help: `run \`genspec data fetch ${name}\`, or ${local}`,
  }
}

/** The form in which a folder holds all files, as they are published where it has both. */
export function formIn(folder: string, { sums, unpacked }: PublishedFiles): Sums | undefined {
  return [sums, unpacked].find(
    (form) => form && Object.keys(form).every((file) => existsSync(path.join(folder, file))),
  )
}

function list(names: readonly string[]): string {
  return names.length < 3 ? names.join(' and ') : `${names[0]} and ${names.length - 1} more files`
}
