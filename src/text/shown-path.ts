/** @file Paths of files in messages. */

import path from 'node:path'

/** The path relative to the working directory, with forward slashes; the absolute path if that is shorter. */
export function shownPath(file: string): string {
  const relative = path.relative('', file)
  const whole = path.resolve(file)
  const shown = relative.length <= whole.length ? relative : whole
  return shown.split(path.sep).join('/') || '.'
}
