/** @file The folder of the project that a spec belongs to. */

import { existsSync } from 'node:fs'
import path from 'node:path'

const marks = [
  'genspec.config.ts',
  'genspec.config.js',
  'genspec.config.mjs',
  'package.json',
  '.git',
]

/** The nearest folder above the file that looks like a project's; else the working directory, if it holds the file. */
export function projectFolder(file: string): string {
  const start = path.dirname(path.resolve(file))
  for (let folder = start; ; folder = path.dirname(folder)) {
    if (marks.some((mark) => existsSync(path.join(folder, mark)))) return folder
    if (folder === path.dirname(folder)) break
  }
  const relative = path.relative(process.cwd(), start)
  return relative.startsWith('..') || path.isAbsolute(relative) ? start : process.cwd()
}
