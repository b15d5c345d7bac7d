import { type Image, defineAugmentation } from '../../kinds/augmentation.js'
import { number } from '../../kinds/parameter.js'

/** Exchanges left and right with probability 1/2. */
export const randomFlip = defineAugmentation({
  name: 'flip',
  summary: 'mirrors every other image',
  source: 'Zhang et al. 2017, appendix E; tf.image.random_flip_left_right',
  parameters: {},
  outputShape: (_parameters, input) => input,
  apply: (_parameters, image, stream) => (stream.integer(2) === 0 ? image : mirrored(image)),
})

function mirrored({ shape, pixels }: Image): Image {
  const [rows = 0, columns = 0, channels = 0] = shape
  const result = new Float32Array(pixels.length)
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const from = (row * columns + column) * channels
      const to = (row * columns + columns - 1 - column) * channels
      for (let channel = 0; channel < channels; channel++) {
        result[to + channel] = pixels[from + channel] as number
      }
    }
  }
  return { shape, pixels: result }
}

/** Rotates around the centre by a uniformly drawn angle, with bilinear interpolation; zeros beyond the edge. */
export const randomRotation = defineAugmentation({
  name: 'rotation',
  summary: 'turns images',
  source: 'Zhang et al. 2017, appendix E; tf.contrib.image.rotate, bilinear',
  parameters: {
    degrees: number({ doc: 'largest angle to either side', min: 0, max: 180, default: 25 }),
  },
  outputShape: (_parameters, input) => input,
  apply: ({ degrees }, image, stream) =>
    turned(image, (((2 * stream.uniform() - 1) * degrees) / 180) * Math.PI),
})

function turned({ shape, pixels }: Image, angle: number): Image {
  const [rows = 0, columns = 0, channels = 0] = shape
  const [middleRow, middleColumn] = [(rows - 1) / 2, (columns - 1) / 2]
  const [sine, cosine] = [Math.sin(angle), Math.cos(angle)]
  const result = new Float32Array(pixels.length)
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const [down, right] = [row - middleRow, column - middleColumn]
      const fromRow = middleRow + cosine * down - sine * right
      const fromColumn = middleColumn + sine * down + cosine * right
      const [top, left] = [Math.floor(fromRow), Math.floor(fromColumn)]
      for (const [r, rowShare] of [
        [top, 1 - (fromRow - top)],
        [top + 1, fromRow - top],
      ] as const) {
        if (r < 0 || r >= rows || rowShare === 0) continue
        for (const [c, share] of [
          [left, rowShare * (1 - (fromColumn - left))],
          [left + 1, rowShare * (fromColumn - left)],
        ] as const) {
          if (c < 0 || c >= columns) continue
          for (let channel = 0; channel < channels; channel++) {
            const to = (row * columns + column) * channels + channel
            const value = pixels[(r * columns + c) * channels + channel] as number
            result[to] = (result[to] as number) + share * value
          }
        }
      }
    }
  }
  return { shape, pixels: result }
}
