/** @file Scaling of a picture to the size of a dataset. */

import type { Picture } from './picture.js'
import { resizer } from './resize.js'

export type Fit = 'stretch' | 'crop'

/**
 * Scales a picture.
 * @param fit `stretch` the whole picture, or `crop` its largest centred part of the wanted proportions
 * @returns [height, width, 3], rounded to bytes like in image libraries
 */
export function fitted(
  picture: Picture,
  [height, width]: readonly [number, number],
  fit: Fit,
): Uint8Array {
  const part = fit === 'crop' ? centre(picture, height, width) : picture
  if (part.height === height && part.width === width) return part.data
  const result = new Float32Array(3 * height * width)
  resizer([part.height, part.width, 3], [height, width])(part.data, result)
  const bytes = new Uint8Array(result.length)
  // Assignment to a byte truncates, so adding 0.5 rounds; `Math.round` would take as long as half of the
  // resampling.
  for (let i = 0; i < bytes.length; i++) bytes[i] = (result[i] as number) + 0.5
  return bytes
}

function centre({ width, height, data }: Picture, rows: number, columns: number): Picture {
  const scale = Math.min(width / columns, height / rows)
  const [w, h] = [Math.max(1, Math.round(columns * scale)), Math.max(1, Math.round(rows * scale))]
  const [left, top] = [Math.floor((width - w) / 2), Math.floor((height - h) / 2)]
  const part = new Uint8Array(3 * w * h)
  for (let row = 0; row < h; row++) {
    const start = 3 * ((top + row) * width + left)
    part.set(data.subarray(start, start + 3 * w), 3 * row * w)
  }
  return { width: w, height: h, data: part }
}
