/** @file File names relative to the repository, as GitHub needs them. */

import { existsSync } from 'node:fs'
import path from 'node:path'
import { foldersAbove } from '../config/folders-above.js'

/**
 * Names a project's files relative to the top of its repository, with forward slashes. Names stay
 * unchanged without a repository and for files outside it.
 * @param root the project's folder, which names are relative to
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
