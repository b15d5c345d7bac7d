/** @file The labels of an .npz file: a class for each image, 0, 1, 2 and so on. */

import { type Shape, elements } from '../../kinds/shape.js'
import { some } from '../../text/amounts.js'
import { type Arrays, formatTuple } from './npz-arrays.js'

/** Throws an error with the problem, after the file's name. */
export type Fail = (problem: string) => never

export function labelsOf(split: 'train' | 'test', arrays: Arrays, fail: Fail): Int32Array {
  const name = `y_${split}`
  const { shape, data } = arrays[`y_${split}`]
  const [count = 0, ...rest] = shape
  if (shape.length === 0) fail(`${name} is one number; it must hold a class for each image`)
  // Keras stores the labels of CIFAR as a column.
  if (elements(rest) !== 1) {
    const remedy = isOneHot(data, rest) ? `${name}.argmax(axis=1)` : 'one integer for each image'
    fail(`${name} has the shape ${formatTuple(shape)}, and labels are [n]; save ${remedy}`)
  }
  const [images = 0] = arrays[`x_${split}`].shape
  if (count !== images) {
    fail(`x_${split} has ${images} images, and ${name} ${count} labels; each image needs one`)
  }
  const labels = new Int32Array(count)
  for (let i = 0; i < count; i++) {
    const value = data[i] as number
    if (!Number.isInteger(value) || value < 0 || value > 2 ** 31 - 1) {
      fail(`${name}[${i}] is ${value}, not a class; labels are integers from 0`)
    }
    labels[i] = value
  }
  return labels
}

/** True if the array is one-hot: each row of at least two columns has a single one, and zeros. */
function isOneHot(data: ArrayLike<number>, [columns = 0, ...others]: Shape): boolean {
  if (others.length > 0 || columns < 2) return false
  for (let start = 0; start < data.length; start += columns) {
    let ones = 0
    for (let i = start; i < start + columns; i++) {
      if (data[i] === 1) ones++
      else if (data[i] !== 0) return false
    }
    if (ones !== 1) return false
  }
  return true
}

/** Returns the number of classes: labels must be 0, 1, 2, …, and each must have training images. */
export function classesOf(train: Int32Array, test: Int32Array, fail: Fail): number {
  const inTrain = new Set(train)
  const all = [...new Set([...inTrain, ...new Set(test)])].sort((a, b) => a - b)
  if (all.some((label, place) => label !== place)) {
    fail(
      `the labels are ${some(all.map(String))}, not integers from 0 without a gap; with classes = numpy.unique(y_train), save numpy.searchsorted(classes, y_train), and y_test likewise`,
    )
  }
  const untrained = all.filter((label) => !inTrain.has(label))
  if (untrained.length > 0) {
    fail(`y_test has the labels ${some(untrained.map(String))}, which no image of x_train has`)
  }
  return all.length
}
