/** @file Means and standard deviations over the training images. */

import type { TrainingPass } from '../../kinds/dataset.js'

/** So many images, evenly spaced, settle the moments of a larger set to four digits. */
const enough = 100_000

/**
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
    for (let i = 0; i < length; i++) {
      const [group, value] = [i % groups, pixels[i] as number]
      sums[group] = (sums[group] as number) + value
      squares[group] = (squares[group] as number) + value * value
    }
  }, enough)
  const values = (images * length) / groups
  const mean = sums.map((sum) => sum / values)
  const deviation = squares.map((square, group) =>
    Math.sqrt(Math.max(0, square / values - (mean[group] as number) ** 2)),
  )
  return { mean, deviation }
}
