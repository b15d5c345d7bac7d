/** @file How much memory the machine has. */

import { totalmem } from 'node:os'

/** The share of the memory, of the machine and of the device, that a split of a dataset may take. */
export const splitShare = 0.4

/** In bytes; a container's limit where there is one. */
export function machineMemory(): number {
  const limit = process.constrainedMemory?.() ?? 0
  return limit > 0 && limit < totalmem() ? limit : totalmem()
}
