/** @file The watchdog thread, which checks that the parent process is still alive. */

import { workerData } from 'node:worker_threads'
import type { Watched } from './watchdog.js'

const { parent, grace } = workerData as Watched
const interval = 1000

const looking = setInterval(() => {
  if (isAlive()) return
  clearInterval(looking)
  setTimeout(() => process.kill(process.pid, 'SIGKILL'), grace)
}, interval)

function isAlive(): boolean {
  // An orphan gets another process as its parent, except on Windows.
  if (process.ppid !== parent) return false
  try {
    return process.kill(parent, 0)
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
