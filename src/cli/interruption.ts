/** @file What ends a command before its time. */

import { existsSync } from 'node:fs'
import { complain } from '../text/complain.js'
import { exitCodes } from '../project/exit-codes.js'

/** How often it is looked whether the project is still there, in milliseconds. */
const interval = 1000

/**
 * The first Ctrl-C ends the runs under way and lets the summary be written; the second ends at once.
 * So does the removal of the project's folder: nothing could be kept.
 * @param root of the project
 */
export function interruptible(root: string): AbortSignal {
  const controller = new AbortController()
  const folders = [root, process.cwd()]
  const sayWhatIsGone = () => {
    const gone = folders.find((folder) => !existsSync(folder))
    if (gone === undefined) return false
    complain(`the folder ${gone} has been removed or renamed; nothing can be kept there any more`)
    return true
  }
  setInterval(() => {
    if (folders.every((folder) => existsSync(folder))) return
    controller.abort()
    process.exit()
  }, interval).unref()
  // A run may find out first, and end the command as a failed one.
  process.on('exit', () => {
    if (sayWhatIsGone()) process.exitCode = exitCodes.usage
  })
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
