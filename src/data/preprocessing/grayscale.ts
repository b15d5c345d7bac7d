import { definePreprocessing } from '../../kinds/dataset.js'
import { ShapeError, formatShape } from '../../kinds/shape.js'

/** Y' = 0.299 R + 0.587 G + 0.114 B. */
export const grayscale = definePreprocessing({
  name: 'grayscale',
  summary: 'one channel of brightness in place of red, green and blue',
  source: 'ITU-R BT.601, as in Pillow and TensorFlow',
  parameters: {},
  endsImage: false,

  outputShape(_parameters, input) {
    const [height = 0, width = 0, channels] = input
    if (input.length !== 3 || channels !== 3) {
      throw new ShapeError(`needs images with 3 channels, not ${formatShape(input)}`)
    }
    return [height, width, 1]
  },

  prepare: () => (from, to) => {
    for (let pixel = 0; pixel < to.length; pixel++) {
      const [red, green, blue] = [from[3 * pixel], from[3 * pixel + 1], from[3 * pixel + 2]]
      to[pixel] = 0.299 * (red as number) + 0.587 * (green as number) + 0.114 * (blue as number)
    }
  },
})
