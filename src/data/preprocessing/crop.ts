import { definePreprocessing } from '../../kinds/dataset.js'
import { choice, size } from '../../kinds/parameter.js'
import { ShapeError, formatShape } from '../../kinds/shape.js'

/** The centre of each image: from 32x32 to 28x28, rows and columns 2 to 29. */
export const crop = definePreprocessing({
  name: 'crop',
  summary: 'cuts a window out of each image',
  source: 'Zhang et al. 2017, appendix A',
  parameters: {
    window: size({ doc: 'height and width of the window' }),
    place: choice(['center'], { doc: 'where the window lies', default: 'center' }),
  },
  endsImage: false,

  outputShape({ window: [height = 0, width = 0] }, [rows = 0, columns = 0, channels = 0]) {
    if (height > rows || width > columns) {
      throw new ShapeError(
        `cannot cut ${formatShape([height, width])} out of images of ${formatShape([rows, columns])}`,
      )
    }
    return [height, width, channels]
  },

  prepare({ window: [height = 0, width = 0] }, [rows = 0, columns = 0, channels = 0]) {
    const top = Math.floor((rows - height) / 2)
    const left = Math.floor((columns - width) / 2)
    return (from, to) => {
      let place = 0
      for (let row = 0; row < height; row++) {
        const start = ((top + row) * columns + left) * channels
        for (let value = 0; value < width * channels; value++)
          to[place++] = from[start + value] as number
      }
    }
  },
})
