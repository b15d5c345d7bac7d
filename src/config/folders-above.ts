/**
 * @file The search path for a project's files: a folder and its ancestors, up to the root of the repository.
 */

import { existsSync, lstatSync } from 'node:fs'
import path from 'node:path'

/**
 * The folder and its ancestors, nearest first. Without a repository, they end at the root of the file system.
 */
export function foldersAbove(folder: string): string[] {
  const folders: string[] = []
  for (let here = path.resolve(folder); ; here = path.dirname(here)) {
    folders.push(here)
    if (existsSync(path.join(here, '.git')) || here === path.dirname(here)) return folders
  }
}

/** The first folder that holds one of these files, and the path of that file. */
export function firstHolding(
  folders: readonly string[],
  names: readonly string[],
): { folder: string; file: string } | undefined {
  for (const folder of folders) {
    const file = names.map((name) => path.join(folder, name)).find(isThere)
    if (file !== undefined) return { folder, file }
  }
  return undefined
}

/** True also for a dangling link, since its presence shows that the file is intended. */
function isThere(file: string): boolean {
  try {
    return lstatSync(file, { throwIfNoEntry: false }) !== undefined
  } catch {
    return false
  }
}
