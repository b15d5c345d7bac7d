/** @file A grid of images as one PNG. */

import type { Shape } from '../../kinds/shape.js'

export interface Cell {
  /** [height, width, channels] in [0, 1]; values outside are clipped. */
  pixels: Float32Array
  /** True if the image has a frame, which marks a changed label. */
  marked: boolean
}

const wantedSide = 72
const gap = 6
const frame = 3
const background = [255, 255, 255]
const mark = [214, 40, 40]

/**
 * Draws the grid.
 * @param rows rows of cells, each as long as the first; an empty row is a wider gap
 */
export async function gridPng(
  rows: readonly (readonly Cell[])[],
  [height = 0, width = 0, channels = 0]: Shape,
): Promise<Uint8Array> {
  const scale = Math.max(1, Math.round(wantedSide / Math.max(height, width)))
  const [cellHeight, cellWidth] = [height * scale + 2 * frame, width * scale + 2 * frame]
  const columns = Math.max(...rows.map((row) => row.length))
  const total = { width: gap + columns * (cellWidth + gap), height: gap }
  const tops = rows.map((row) => {
    const top = total.height
    total.height += row.length === 0 ? 2 * gap : cellHeight + gap
    return top
  })
  const data = new Uint8Array(3 * total.width * total.height).fill(background[0] as number)
  const paint = (y: number, x: number, colour: (channel: number) => number) => {
    for (let channel = 0; channel < 3; channel++) {
      data[3 * (y * total.width + x) + channel] = colour(channel)
    }
  }
  for (const [index, row] of rows.entries()) {
    for (const [column, { pixels, marked }] of row.entries()) {
      const [top, left] = [tops[index] as number, gap + column * (cellWidth + gap)]
      for (let y = 0; y < cellHeight; y++) {
        for (let x = 0; x < cellWidth; x++) {
          const [line, place] = [Math.floor((y - frame) / scale), Math.floor((x - frame) / scale)]
          const inside = line >= 0 && line < height && place >= 0 && place < width
          if (!inside && !marked) continue
          paint(top + y, left + x, (channel) => {
            if (!inside) return mark[channel] as number
            const at = (line * width + place) * channels + (channels === 1 ? 0 : channel)
            return Math.round(255 * Math.min(1, Math.max(0, pixels[at] as number)))
          })
        }
      }
    }
  }
  const { encode } = await import('fast-png')
  return encode({ ...total, data, channels: 3 })
}
