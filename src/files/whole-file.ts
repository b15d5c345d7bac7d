/** @file Atomic writing of files: readers, crashes and full disks always see the old file or the complete new one. */

import { randomUUID } from 'node:crypto'
import { type Stats, constants } from 'node:fs'
import { access, open, readdir, realpath, rename, rm, stat, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { makeFolder } from './make-folder.js'

type Part = string | Uint8Array

/** The age at which an unfinished file counts as left by a killed process, in milliseconds. */
const abandoned = 60_000
const identifier = /\.[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** True if a file of this name is an unfinished one of {@link writeWhole}. */
export function isUnfinished(name: string): boolean {
  return identifier.test(name)
}

/**
 * Writes a new file next to the old one, syncs it to the disk, and renames it. Follows links; writes directly to
 * files that are not regular, such as `/dev/stdout`. Makes the folders above the file.
 */
export async function writeWhole(
  file: string,
  content: Part | Iterable<Part> | AsyncIterable<Part>,
): Promise<void> {
  const parts = typeof content === 'string' || content instanceof Uint8Array ? [content] : content
  const before = await stat(file).catch(() => undefined)
  if (before !== undefined && !before.isFile()) return writeInPlace(file, parts, before)
  if (before !== undefined) await access(file, constants.W_OK)
  const target = before === undefined ? file : await realpath(file)
  makeFolder(path.dirname(target))
  const unfinished = `${target}.${randomUUID()}`
  try {
    const handle = await open(unfinished, 'wx')
    try {
      if (before !== undefined) await handle.chmod(before.mode)
      for await (const part of parts) await handle.writeFile(part)
      await handle.sync()
    } finally {
      await handle.close()
    }
    await rename(unfinished, target)
  } catch (error) {
    await rm(unfinished, { force: true }).catch(() => undefined)
    throw named(error, unfinished, file)
  }
  await syncFolder(path.dirname(target))
  await removeAbandoned(target)
}

/** Turns an error about the unfinished file, whose name the user does not know, into one about the file itself. */
function named(error: unknown, unfinished: string, file: string): unknown {
  const { path: place, syscall } = error as NodeJS.ErrnoException
  if (place !== unfinished) return error
  return Object.assign(error as Error, {
    path: file,
    syscall: syscall === 'open' ? 'write' : syscall,
  })
}

/** @throws ENXIO for an unread pipe, which a plain `open` would wait for without end */
async function writeInPlace(
  file: string,
  parts: Iterable<Part> | AsyncIterable<Part>,
  before: Stats,
): Promise<void> {
  const attempt = constants.O_WRONLY | constants.O_NONBLOCK
  const reader = before.isFIFO() ? await open(file, attempt) : undefined
  try {
    await writeFile(file, parts)
  } finally {
    await reader?.close()
  }
}

/** Syncs a folder, so that a rename survives a loss of power, on systems that can open folders. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r').catch(() => undefined)
  await handle?.sync().catch(() => undefined)
  await handle?.close()
}

async function removeAbandoned(target: string): Promise<void> {
  const folder = path.dirname(target)
  for (const name of await readdir(folder)) {
    if (name.replace(identifier, '') !== path.basename(target) || !isUnfinished(name)) continue
    const left = path.join(folder, name)
    const found = await stat(left).catch(() => undefined)
    if (found && Date.now() - found.mtimeMs > abandoned) await rm(left, { force: true })
  }
}
