/** @file A file as messages name it. */

import path from 'node:path'

/** From the working directory, with forward slashes; the whole path where that is shorter. */
export function shownPath(file: string): string {
  const relative = path.relative('', file)
  const whole = path.resolve(file)
  const shown = relative.length <= whole.length ? relative : whole
  return shown.split(path.sep).join('/') || '.'
}
