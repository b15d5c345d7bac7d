import { definePreprocessing } from '../../kinds/dataset.js'
import { choice } from '../../kinds/parameter.js'
import { elements } from '../../kinds/shape.js'

/**
 * (x - mean) / max(sd, 1 / sqrt(N)) with mean and population standard deviation over all N values
 * of the image, channels together.
 */
export const standardize = definePreprocessing({
  name: 'standardize',
  summary: 'mean 0 and standard deviation 1',
  source: 'TensorFlow per_image_standardization; Zhang et al. 2017, appendix A',
  parameters: {
    per: choice(['image'], {
      doc: 'what the statistics are taken over',
      named: true,
      default: 'image',
    }),
  },
  outputShape: (_parameters, input) => input,

  apply(_parameters, images) {
    const length = elements(images.shape)
    const pixels = new Float32Array(images.pixels.length)
    for (let start = 0; start < pixels.length; start += length) {
      const image = images.pixels.subarray(start, start + length)
      const mean = image.reduce((sum, value) => sum + value, 0) / length
      const variance = image.reduce((sum, value) => sum + (value - mean) ** 2, 0) / length
      const scale = 1 / Math.max(Math.sqrt(variance), 1 / Math.sqrt(length))
      for (let i = 0; i < length; i++) pixels[start + i] = ((image[i] as number) - mean) * scale
    }
    return { ...images, pixels }
  },
})
