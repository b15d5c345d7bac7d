/** @file Folders that are made as far as they are missing. */

import { mkdirSync, statSync } from 'node:fs'
import path from 'node:path'

/**
 * As `mkdir` of Node with `recursive`, which never ends below /proc, and says of a file system that is
 * read-only that there is no such folder.
 */
export function makeFolder(folder: string): void {
  if (isFolder(folder)) return
  try {
    mkdirSync(folder)
  } catch (error) {
    // Another process may have been faster.
    if (isFolder(folder)) return
    const parent = path.dirname(folder)
    const { code } = error as NodeJS.ErrnoException
    if (code !== 'ENOENT' || isFolder(parent) || parent === folder) throw error
    makeFolder(parent)
    makeFolder(folder)
  }
}

function isFolder(folder: string): boolean {
  try {
    return statSync(folder).isDirectory()
  } catch {
    return false
  }
}
