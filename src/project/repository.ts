/** @file The paths that GitHub knows files by. */

import { existsSync } from 'node:fs'
import path from 'node:path'
import { foldersAbove } from '../config/folders-above.js'

/**
 * How a project's files are named from the top of its repository: with forward slashes, and as they
 * are where there is no repository or they lie outside of it.
 * @param root the project's folder, from which its files are named
 */
export function pathsInRepository(
  root: string,
  { GITHUB_WORKSPACE }: NodeJS.ProcessEnv = process.env,
): (file: string) => string {
  const highest = foldersAbove(root).at(-1) ?? root
  const top = existsSync(path.join(highest, '.git')) ? highest : GITHUB_WORKSPACE
  if (!top) return (file) => file
  return (file) => {
    const relative = path.relative(top, path.resolve(root, file))
    const outside = relative.startsWith('..') || path.isAbsolute(relative)
    return outside ? file : relative.split(path.sep).join('/')
  }
}
