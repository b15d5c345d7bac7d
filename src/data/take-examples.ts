/** @file Selection of a split's examples for a run: `take` and `classes`. */

import { DataError, type Take } from '../kinds/dataset.js'
import { type RandomKey, RandomStream } from '../random/key.js'

export interface TakenExamples {
  /** Indices in the stored split, ascending. */
  indices: Int32Array
  /** Labels of the selected examples: the indices of their groups. */
  labels: Int32Array
}

/**
 * @param groups the stored classes that make the labels 0, 1, …; undefined if each class is a label
 * @param classes the number of labels
 * @throws DataError if there are fewer examples than wanted
 */
export function select(
  stored: Int32Array,
  groups: readonly (readonly number[])[] | undefined,
  classes: number,
  count: number,
  by: Take['by'],
  key: RandomKey,
): TakenExamples {
  const label = labeller(groups)
  const candidates: number[] = []
  for (const [index, value] of stored.entries()) if (label(value) >= 0) candidates.push(index)
  if (candidates.length < count) {
    throw new DataError(`${count} examples are wanted and the files hold ${candidates.length}`)
  }
  const indices =
    by === 'random'
      ? random(candidates, count, key)
      : by === 'balanced'
        ? balanced(candidates, (index) => label(stored[index] as number), classes, count)
        : Int32Array.from(candidates.slice(0, count))
  return { indices, labels: indices.map((index) => label(stored[index] as number)) }
}

function labeller(groups: readonly (readonly number[])[] | undefined): (label: number) => number {
  if (groups === undefined) return (label) => label
  const labels = new Map(
    groups.flatMap((group, label) => group.map((one) => [one, label] as const)),
  )
  return (label) => labels.get(label) ?? -1
}

function random(candidates: readonly number[], count: number, key: RandomKey): Int32Array {
  const order = new RandomStream(key).permutation(candidates.length).subarray(0, count)
  return order.map((place) => candidates[place] as number).sort()
}

/** The first examples of each class; if the count does not divide, the first classes have one more. */
function balanced(
  candidates: readonly number[],
  label: (index: number) => number,
  classes: number,
  count: number,
): Int32Array {
  const wanted = Array.from({ length: classes }, (_, one) => Math.ceil((count - one) / classes))
  const left = [...wanted]
  const indices = candidates.filter((index) => {
    const one = label(index)
    const open = (left[one] as number) > 0
    if (open) left[one] = (left[one] as number) - 1
    return open
  })
  const short = left.findIndex((missing) => missing > 0)
  if (short >= 0) {
    const found = (wanted[short] as number) - (left[short] as number)
    throw new DataError(
      `\`balanced\` wants ${wanted[short]} examples of class ${short} and the files hold ${found}`,
    )
  }
  return Int32Array.from(indices)
}
