/** @file Notes for users on how their arrays are read. */

import { some } from '../../text/amounts.js'
import { type Arrays, formatTuple } from './npz-arrays.js'
import type { ArraySplit } from './npz-images.js'

/**
 * Composes the notes.
 * @param untested classes without test images
 */
export function notesOf(
  file: string,
  { unused }: Arrays,
  splits: { train: ArraySplit; test: ArraySplit },
  untested: readonly number[],
): string[] {
  const { train, test } = splits
  const notes = [
    ...scaleNotes({ x_train: train, x_test: test }),
    ...layoutNotes(train),
    ...(untested.length > 0
      ? [`no image of x_test is of class ${some(untested.map(String))}`]
      : []),
    ...(unused.length > 0 ? [`not used: ${some(unused)}`] : []),
  ]
  return notes.map((note) => `${file}: ${note}`)
}

/** The largest excess beyond [0, 1] that counts as a rounding error. */
const excess = 1e-3

function scaleNotes(arrays: Record<string, ArraySplit>): string[] {
  const taken = Object.entries(arrays).flatMap(([name, { images }]) => {
    const { low, high } = images.range
    if (images.array.type === 'uint8' || (low >= -excess && high <= 1 + excess)) return []
    return [`${name} (${images.array.type}) from ${short(low)} to ${short(high)}`]
  })
  if (taken.length === 0) return []
  return [
    `pixels should lie in [0, 1], and these are taken as they are: ${taken.join(', ')}; divide them, or save uint8, which is divided by 255`,
  ]
}

function layoutNotes({ images: { array, shape, channelsFirst } }: ArraySplit): string[] {
  const whole = `x_train ${formatTuple(array.shape)}`
  if (channelsFirst) return [`${whole} is read with channels first`]
  const [rows = 0, columns = 0, channels = 0] = shape
  if (channels <= 4 || channels < Math.max(rows, columns)) return []
  return [
    `${whole} is read as images of ${rows}x${columns} with ${channels} channels; where channels come first, save x_train.transpose(0, 2, 3, 1)`,
  ]
}

function short(value: number): string {
  return String(Number(value.toPrecision(3)))
}
