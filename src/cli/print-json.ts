/** @file Results for programs, on standard output. */

import { visibleJson } from '../text/visible.js'

export function printJson(value: unknown): void {
  process.stdout.write(`${visibleJson(JSON.stringify(value, null, 2))}\n`)
}
