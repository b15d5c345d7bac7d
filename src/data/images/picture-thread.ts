/** @file A worker thread that reads pictures. */

import { DamagedPicture } from './damage.js'
import { readPicture } from './decode.js'
import { fitted } from './fit.js'
import type { PictureAnswer, PictureOrder } from './picture-pool.js'

export default async function ({ file, sum, size, fit }: PictureOrder): Promise<PictureAnswer> {
  try {
    return { bytes: fitted(await readPicture(file, sum), size, fit) }
  } catch (error) {
    // An error loses its class on the way between threads.
    if (error instanceof DamagedPicture) return { damage: error.damage }
    throw error
  }
}
