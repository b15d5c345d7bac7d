/** @file Ends a command early: on a signal, or if the project's folder is removed. */

import { existsSync } from 'node:fs'
import { complain } from '../text/complain.js'
import { exitCodes } from '../project/exit-codes.js'

/** How often to check that the project's folder exists, in milliseconds. */
const interval = 1000

/**
 * The first Ctrl-C stops the active runs, and the summary is written; the second ends the command at
 * once. Removing the project's folder also ends it, because nothing could be stored.
 * @param root of the project
 */
export function interruptible(root: string): AbortSignal {
  const controller = new AbortController()
  const folders = [root, process.cwd()]
  const sayWhatIsGone = () => {
    const gone = folders.find((folder) => !existsSync(folder))
    if (gone === undefined) return false
    complain(`the folder ${gone} was removed or renamed, so no results can be stored there`)
    return true
  }
  setInterval(() => {
    if (folders.every((folder) => existsSync(folder))) return
    controller.abort()
    process.exit()
  }, interval).unref()
  // A run may notice first and end the command as failed.
  process.on('exit', () => {
    if (sayWhatIsGone()) process.exitCode = exitCodes.usage
  })
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(name, () => {
      if (controller.signal.aborted) process.exit(exitCodes.interrupted)
      // Listeners may have to clear the terminal first.
      controller.abort()
      process.stderr.write(
        'genspec: stopping after results are written; press Ctrl-C again to stop at once\n',
      )
    })
  }
  return controller.signal
}
