import { defineCorruptionStep } from '../../kinds/dataset.js'
import { choice, flag, number } from '../../kinds/parameter.js'
import { RandomStream, deriveKey } from '../../random/key.js'

/** Adds independent noise of mean 0 to every value, drawn once for each image. */
export const add = defineCorruptionStep({
  name: 'add',
  summary: 'adds noise to every pixel',
  parameters: {
    noise: choice(['gaussian noise', 'uniform noise'], {
      doc: 'the distribution of the noise',
      default: 'gaussian noise',
    }),
    sd: number({ doc: 'standard deviation of the noise; images are in [0, 1]', min: 0 }),
    clipped: flag({ doc: 'keeps the sum within [0, 1]' }),
  },

  repaint({ noise, sd, clipped }, { key }) {
    return (from, to, index) => {
      const stream = new RandomStream(deriveKey(key, `image ${index}`))
      // A uniform distribution of width w has the standard deviation w / sqrt(12).
      const draw =
        noise === 'gaussian noise'
          ? () => sd * stream.normal()
          : () => sd * Math.sqrt(12) * (stream.uniform() - 0.5)
      for (let i = 0; i < to.length; i++) {
        const sum = (from[i] as number) + draw()
        to[i] = clipped ? Math.min(1, Math.max(0, sum)) : sum
      }
    }
  },
})
