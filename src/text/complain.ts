/** @file What genspec has to say beside its results, on standard error. */

import { printableLines } from './visible.js'

/** @param message a sentence, which may hold text from anywhere; further lines are its help */
export function complain(message: string): void {
  process.stderr.write(`genspec: ${printableLines(message)}\n`)
}
