/** @file Standard output and error that cannot be written: the work goes on, and the exit code tells. */

import { systemReason } from '../files/system-errors.js'
import { exitCodes } from '../project/exit-codes.js'
import { complain } from '../text/complain.js'

/** Somebody has seen enough, as `head` has, or closed the terminal. */
const nobodyReads = ['EPIPE', 'EIO', 'ECONNRESET']

export function guardStandardStreams(): void {
  let lost = false
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (lost || nobodyReads.includes(error.code ?? '')) return
    lost = true
    const reason = systemReason(error) ?? error.message
    complain(`standard output cannot be written: ${reason}`)
  })
  // There is nowhere left to say it.
  process.stderr.on('error', () => undefined)
  process.on('exit', (code) => {
    if (lost && code === exitCodes.passed) process.exitCode = exitCodes.usage
  })
}
