/** @file A decoded picture, and the limit of its size. */

/** A picture as red, green and blue bytes, row by row. */
export interface Picture {
  width: number
  height: number
  data: Uint8Array
}

/** 134 million pixels, more than any camera has; a small file can announce billions. */
const mostPixels = 2 ** 27

/**
 * Checks the announced size before anything is decoded.
 * @throws Error if it is too large, or zero
 */
export function assertSize(width: number, height: number): void {
  if (width === 0 || height === 0) throw new Error('it has no pixels')
  if (width * height <= mostPixels) return
  const million = Math.floor(mostPixels / 1e6)
  throw new Error(`it announces ${width}x${height} pixels, and at most ${million} million are read`)
}

/** Drops the alpha channel, which is ignored. */
export function withoutAlpha(width: number, height: number, rgba: ArrayLike<number>): Picture {
  const data = new Uint8Array(3 * width * height)
  for (let pixel = 0; pixel < width * height; pixel++) {
    data[3 * pixel] = rgba[4 * pixel] as number
    data[3 * pixel + 1] = rgba[4 * pixel + 1] as number
    data[3 * pixel + 2] = rgba[4 * pixel + 2] as number
  }
  return { width, height, data }
}
