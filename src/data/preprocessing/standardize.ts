import { type ImageMap, type TrainingPass, definePreprocessing } from '../../kinds/dataset.js'
import { choice } from '../../kinds/parameter.js'
import { type Shape, elements } from '../../kinds/shape.js'
import { moments } from './moments.js'

/**
 * (x - mean) / max(sd, 1 / sqrt(N)), with population standard deviations.
 *
 * `per image`: mean and sd over all N values of the image, channels together. `per dataset`: over all training
 * images; `per channel`: the same, for each channel separately. N is the number of values of an image in each
 * case, so that a constant channel does not divide by 0.
 */
export const standardize = definePreprocessing({
  name: 'standardize',
  summary: 'mean 0 and standard deviation 1',
  source: 'TensorFlow per_image_standardization; Zhang et al. 2017, appendix A',
  parameters: {
    per: choice(['image', 'dataset', 'channel'], {
      doc: 'what the statistics are taken over; those of the dataset are of its training images',
      named: true,
      default: 'image',
    }),
  },
  endsImage: true,
  outputShape: (_parameters, input) => input,

  prepare: ({ per }, input, training) =>
    per === 'image' ? perImage(elements(input)) : ofDataset(per, input, training),
})

function perImage(length: number): ImageMap {
  const floor = 1 / Math.sqrt(length)
  return (from, to) => {
    let sum = 0
    let squares = 0
    for (let i = 0; i < length; i++) {
      const value = from[i] as number
      sum += value
      squares += value * value
    }
    const mean = sum / length
    const variance = Math.max(0, squares / length - mean * mean)
    const scale = 1 / Math.max(Math.sqrt(variance), floor)
    for (let i = 0; i < length; i++) to[i] = ((from[i] as number) - mean) * scale
  }
}

async function ofDataset(
  per: 'dataset' | 'channel',
  input: Shape,
  training: TrainingPass,
): Promise<ImageMap> {
  const length = elements(input)
  const groups = per === 'channel' ? (input.at(-1) ?? 1) : 1
  const { mean, deviation } = await moments(training, length, groups)
  const scale = deviation.map((sd) => 1 / Math.max(sd, 1 / Math.sqrt(length)))
  return (from, to) => {
    for (let i = 0; i < length; i++) {
      const group = i % groups
      to[i] = ((from[i] as number) - (mean[group] as number)) * (scale[group] as number)
    }
  }
}
