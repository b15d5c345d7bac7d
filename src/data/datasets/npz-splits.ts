/** @file The validated images and labels of two splits, from the arrays of an .npz file. */

import { DataError, type DatasetDescription, type StoredInMemory } from '../../kinds/dataset.js'
import { formatShape } from '../../kinds/shape.js'
import type { Arrays } from './npz-arrays.js'
import { type ArraySplit, imagesOf, stored } from './npz-images.js'
import { type Fail, classesOf, labelsOf } from './npz-labels.js'
import { notesOf } from './npz-notes.js'

export interface ArraySplits {
  train: StoredInMemory
  test: StoredInMemory
  description: DatasetDescription
  /** The way in which images are read, if it is unusual; part of the fingerprint. */
  reading: string
}

const splits = ['train', 'test'] as const

/**
 * Reads and checks the splits.
 * @throws DataError that names the wrong array and a remedy
 */
export function splitsOf(file: string, arrays: Arrays): ArraySplits {
  const fail: Fail = (problem) => {
    throw new DataError(`${file}: ${problem}`)
  }
  const [train, test] = splits.map((split) => ({
    images: imagesOf(`x_${split}`, arrays[`x_${split}`], fail),
    labels: labelsOf(split, arrays, fail),
  })) as [ArraySplit, ArraySplit]
  const { shape } = train.images
  if (formatShape(shape) !== formatShape(test.images.shape)) {
    const [one, other] = [shape, test.images.shape].map(formatShape)
    fail(`x_train has images of ${one}, and x_test of ${other}; bring both to one shape`)
  }
  const classes = classesOf(train.labels, test.labels, fail)
  const count = (labels: Int32Array) => {
    const counts = new Array<number>(classes).fill(0)
    for (const label of labels) counts[label] = (counts[label] as number) + 1
    return counts
  }
  const perClass = { train: count(train.labels), test: count(test.labels) }
  const untested = [...perClass.test.keys()].filter((label) => perClass.test[label] === 0)
  const notes = notesOf(file, arrays, { train, test }, untested)
  return {
    train: stored(train),
    test: stored(test),
    description: {
      shape,
      classes: Array.from({ length: classes }, (_, label) => String(label)),
      examples: { train: train.labels.length, test: test.labels.length },
      perClass,
      ...(notes.length > 0 && { notes }),
    },
    reading: readingOf(train) + (readingOf(test) === readingOf(train) ? '' : readingOf(test)),
  }
}

/** Older versions read files of these types differently, so their runs must have other keys. */
function readingOf({ images: { array, channelsFirst } }: ArraySplit): string {
  const truths = array.type === 'bool' ? ', bool as 0 and 1' : ''
  return truths + (channelsFirst ? ', channels first' : '')
}
