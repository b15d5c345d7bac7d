import { definePreprocessing } from '../../kinds/dataset.js'
import { size } from '../../kinds/parameter.js'
import { ShapeError, formatShape } from '../../kinds/shape.js'
import { resizer } from '../images/resize.js'

export const resize = definePreprocessing({
  name: 'resize',
  summary: 'each image at another size, bilinear and antialiased',
  source: 'the triangle filter of Pillow and torchvision',
  parameters: { to: size({ doc: 'height and width of the result' }) },
  endsImage: false,

  outputShape({ to: [height = 0, width = 0] }, input) {
    if (input.length !== 3) throw new ShapeError(`needs images, not ${formatShape(input)}`)
    return [height, width, input[2] ?? 1]
  },

  prepare({ to: [height = 0, width = 0] }, [rows = 0, columns = 0, channels = 0]) {
    return resizer([rows, columns, channels], [height, width])
  },
})
