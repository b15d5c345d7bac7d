/** @file Exceptions from a project's own code: its config and the modules that it imports. */

import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { shownPath } from '../text/shown-path.js'

/** The folders of the configs that this process has loaded. */
const folders = new Set<string>()

export function rememberConfig(file: string): void {
  folders.add(path.dirname(file) + path.sep)
}

/**
 * The place in the project's code that threw, or called the function that threw, as `genspec.config.ts:12:5`.
 * @returns undefined if none of its code is involved
 */
export function projectPlace(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined
  for (const line of (error.stack ?? '').split('\n')) {
    const [, at = '', row = '', column = ''] =
      /^\s+at (?:.*? \()?([^()]+):(\d+):(\d+)\)?$/.exec(line) ?? []
    const file = at.startsWith('file:') ? fileURLToPath(at) : at
    const isOwn = [...folders].some((folder) => file.startsWith(folder))
    if (!isOwn || file.split(path.sep).includes('node_modules')) continue
    return `${shownPath(file)}:${row}:${column}`
  }
  return undefined
}
