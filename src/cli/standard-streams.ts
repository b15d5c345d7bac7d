/** @file Handles write errors of standard output and error: the work continues, and the exit code reports them. */

import { systemReason } from '../files/system-errors.js'
import { exitCodes } from '../project/exit-codes.js'
import { complain } from '../text/complain.js'

/** The reader has exited, as `head` does, or the terminal was closed. */
const nobodyReads = ['EPIPE', 'EIO', 'ECONNRESET']

export function guardStandardStreams(): void {
  let lost = false
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (lost || nobodyReads.includes(error.code ?? '')) return
    lost = true
    const reason = systemReason(error) ?? error.message
    complain(`standard output cannot be written: ${reason}`)
  })
  // There is no stream left to report it on.
  process.stderr.on('error', () => undefined)
  process.on('exit', (code) => {
    if (lost && code === exitCodes.passed) process.exitCode = exitCodes.usage
  })
}
