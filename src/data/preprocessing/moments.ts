/** @file Means and standard deviations over the training images. */

import type { TrainingPass } from '../../kinds/dataset.js'

/** The number of evenly spaced images that determines the moments of a larger set to four digits. */
const enough = 100_000

/**
 * Computes moments.
 * @param length values of an image; value i belongs to group i modulo `groups`, such as its channel
 * @returns population moments of each group
 */
export async function moments(
  training: TrainingPass,
  length: number,
  groups: number,
): Promise<{ mean: Float64Array; deviation: Float64Array }> {
  const sums = new Float64Array(groups)
  const squares = new Float64Array(groups)
  const { images } = await training((pixels) => {
    for (let group = 0; group < groups; group++) {
      let [sum, square] = [0, 0]
      for (let i = group; i < length; i += groups) {
        const value = pixels[i] as number
        sum += value
        square += value * value
      }
      sums[group] = (sums[group] as number) + sum
      squares[group] = (squares[group] as number) + square
    }
  }, enough)
  const values = (images * length) / groups
  const mean = sums.map((sum) => sum / values)
  const deviation = squares.map((square, group) =>
    Math.sqrt(Math.max(0, square / values - (mean[group] as number) ** 2)),
  )
  return { mean, deviation }
}
