/** @file A folder and those above it, up to the root of its repository: where a project's files are looked for. */

import { existsSync, lstatSync } from 'node:fs'
import path from 'node:path'

/** The folder itself comes first. Without a repository, they go up to the root of the disk. */
export function foldersAbove(folder: string): string[] {
  const folders: string[] = []
  for (let here = path.resolve(folder); ; here = path.dirname(here)) {
    folders.push(here)
    if (existsSync(path.join(here, '.git')) || here === path.dirname(here)) return folders
  }
}

/** The first of the folders that holds one of these files, and that file. */
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

/** A link that leads nowhere is there too: whoever put it there means it. */
function isThere(file: string): boolean {
  try {
    return lstatSync(file, { throwIfNoEntry: false }) !== undefined
  } catch {
    return false
  }
}
