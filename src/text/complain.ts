/** @file Messages on standard error, separate from results. */

import { printableLines } from './visible.js'

/** @param message a sentence, which may contain untrusted text; further lines are its help */
export function complain(message: string): void {
  process.stderr.write(`genspec: ${printableLines(message)}\n`)
}
