/** @file Fetching of a published dataset into the cache. */

import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import lockfile from 'proper-lockfile'
import { DataError, type DatasetKind, type Download } from '../../kinds/dataset.js'
import { download } from './download.js'
import { fetchedFolder } from './published.js'
import { fileSum, sumsText } from './sums.js'

export interface FetchReporter {
  stage(name: string): void
  /** Reports the bytes of the current file. */
  bytes(done: number, total: number): void
}

/**
 * Downloads, checks and unpacks a dataset. Its folder appears when all of it is complete. If another process is
 * fetching the same dataset, waits for it.
 * @returns the folder
 * @throws DataError if a file is unavailable or differs from what was published
 */
export async function fetchDataset(kind: DatasetKind, report: FetchReporter): Promise<string> {
  const { name, publication } = kind
  if (publication === undefined || publication.downloads.length === 0) {
    throw new DataError(`${name} cannot be downloaded: ${publication?.licence ?? 'it is local'}`)
  }
  const folder = fetchedFolder(name)
  const downloads = `${folder}.downloads`
  await mkdir(downloads, { recursive: true })
  const release = await lockfile.lock(downloads, {
    stale: 15_000,
    retries: { forever: true, minTimeout: 500, maxTimeout: 500 },
  })
  try {
    const location = await kind.locate({}, undefined)
    if (location.found) return location.folder
    const staging = path.join(downloads, 'complete')
    await rm(staging, { recursive: true, force: true })
    await mkdir(staging)
    for (const one of publication.downloads) await fetchInto(staging, downloads, one, report)
    await writeFile(path.join(staging, 'SHA256SUMS'), sumsText(await sumsOf(staging)))
    await rm(folder, { recursive: true, force: true })
    await rename(staging, folder)
    await rm(downloads, { recursive: true, force: true })
    return folder
  } finally {
    await release().catch(() => undefined)
  }
}

async function fetchInto(
  staging: string,
  downloads: string,
  one: Download,
  report: FetchReporter,
): Promise<void> {
  report.stage(`downloading ${one.url}`)
  const file = await download(one, downloads, (bytes) => report.bytes(bytes, one.bytes))
  if (one.archive === undefined) {
    await rename(file, path.join(staging, path.basename(file)))
    return
  }
  report.stage('unpacking')
  const { extract } = await import('tar')
  // The archives hold a single folder with the dataset's files.
  await extract({ file, cwd: staging, strip: 1 })
  await rm(file)
}

async function sumsOf(folder: string): Promise<Record<string, string>> {
  const names = (await readdir(folder)).sort()
  const sums = names.map(async (name) => [name, await fileSum(path.join(folder, name))] as const)
  return Object.fromEntries(await Promise.all(sums))
}
