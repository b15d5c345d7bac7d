/** @file Fetches a published dataset into the cache. */

import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import lockfile from 'proper-lockfile'
import { DataError, type DatasetKind, type Download } from '../../kinds/dataset.js'
import { download } from './download.js'
import { fetchedFolder } from './published.js'
import { fileSum, sumsText } from './sums.js'

export interface FetchReporter {
  stage(name: string): void
  /** Of the file under way. */
  bytes(done: number, total: number): void
}

/**
 * Downloads, checks, unpacks; the dataset's folder appears when all of it is there. Another process
 * that fetches the same is waited for.
 * @returns the folder
 * @throws DataError where a file cannot be had or is not what was published
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
  // The archives hold one folder, whose files are the dataset's.
  await extract({ file, cwd: staging, strip: 1 })
  await rm(file)
}

async function sumsOf(folder: string): Promise<Record<string, string>> {
  const names = (await readdir(folder)).sort()
  const sums = names.map(async (name) => [name, await fileSum(path.join(folder, name))] as const)
  return Object.fromEntries(await Promise.all(sums))
}
