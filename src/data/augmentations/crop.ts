import { defineAugmentation } from '../../kinds/augmentation.js'
import { integer, size } from '../../kinds/parameter.js'
import { ShapeError, formatShape } from '../../kinds/shape.js'

/**
 * A window at a uniformly drawn place, which replaces the dataset's `crop`. With padding, windows may extend
 * over each edge by that many pixels of zeros.
 */
export const randomCrop = defineAugmentation({
  name: 'crop',
  summary: 'a random window',
  source: 'Zhang et al. 2017, appendix A; with padding: He et al. 2016, section 4.2',
  parameters: {
    window: size({
      doc: "height and width; 0x0 stands for those of the dataset's crop, or of the image",
      default: [0, 0],
    }),
    padding: integer({ doc: 'zeros around the image', named: true, min: 0, default: 0 }),
  },

  outputShape({ window: [height = 0, width = 0], padding }, [rows = 0, columns = 0, channels = 0]) {
    if (height === 0 && padding === 0) {
      throw new ShapeError('would take the whole image: give it a window or padding')
    }
    if (height > rows + 2 * padding || width > columns + 2 * padding) {
      const [window, image] = [formatShape([height, width]), formatShape([rows, columns])]
      throw new ShapeError(`cannot cut ${window} out of images of ${image}`)
    }
    return [height || rows, width || columns, channels]
  },

  apply({ window, padding }, { shape: [rows = 0, columns = 0, channels = 0], pixels }, stream) {
    const [height, width] = [window[0] || rows, window[1] || columns]
    const top = stream.integer(rows + 2 * padding - height + 1) - padding
    const left = stream.integer(columns + 2 * padding - width + 1) - padding
    const cut = new Float32Array(height * width * channels)
    const [first, last] = [Math.max(0, -left), Math.min(width, columns - left)]
    for (let row = Math.max(0, -top); row < Math.min(height, rows - top); row++) {
      const start = ((top + row) * columns + left) * channels
      const part = pixels.subarray(start + first * channels, start + last * channels)
      cut.set(part, (row * width + first) * channels)
    }
    return { shape: [height, width, channels], pixels: cut }
  },
})
