/** @file How much memory the machine has. */

import { totalmem } from 'node:os'

/** In bytes; a container's limit where there is one. */
export function machineMemory(): number {
  const limit = process.constrainedMemory?.() ?? 0
  return limit > 0 && limit < totalmem() ? limit : totalmem()
}
