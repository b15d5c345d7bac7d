/** @file Creation of folders with their missing parents. */

import { mkdirSync, statSync } from 'node:fs'
import path from 'node:path'

/**
 * Makes a folder and its missing parents. Node's `mkdir` with `recursive` never returns below /proc, and reports
 * on a read-only file system that the folder does not exist.
 */
export function makeFolder(folder: string): void {
  if (isFolder(folder)) return
  try {
    mkdirSync(folder)
  } catch (error) {
    // Another process may have made the folder in the meantime.
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
