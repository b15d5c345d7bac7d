/** @file What Ctrl-C does. */

import { exitCodes } from '../project/exit-codes.js'

/** The first Ctrl-C ends the runs under way and lets the summary be written; the second ends at once. */
export function interruptible(): AbortSignal {
  const controller = new AbortController()
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(name, () => {
      if (controller.signal.aborted) process.exit(exitCodes.interrupted)
      // What listens may have to clear the terminal first.
      controller.abort()
      process.stderr.write(
        'genspec: stopping as soon as all is written; Ctrl-C again stops at once\n',
      )
    })
  }
  return controller.signal
}
