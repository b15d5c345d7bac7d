import { defineCorruptionStep } from '../../kinds/dataset.js'
import { choice } from '../../kinds/parameter.js'
import { elements } from '../../kinds/shape.js'
import { RandomStream, deriveKey } from '../../random/key.js'
import { moments } from '../preprocessing/moments.js'

/**
 * Draws every value of every image from a normal distribution with the mean and variance of the training images
 * at this step: in [0, 1] if it acts on the images (values are not clipped), standardised if it acts `after
 * preprocessing`. The paper does not say whether each channel has separate moments; by default they are of all
 * values together.
 */
export const replace = defineCorruptionStep({
  name: 'replace',
  summary: 'draws every pixel anew',
  source: 'Zhang et al. 2017, section 2.1',
  parameters: {
    what: choice(['pixels by gaussian'], {
      doc: 'what is replaced, and by what',
      default: 'pixels by gaussian',
    }),
    moments: choice(['global', 'per channel'], {
      doc: 'whether mean and variance are of all values, or of each channel',
      default: 'global',
    }),
  },

  async repaint({ moments: of }, { shape, key, training }) {
    const length = elements(shape)
    const groups = of === 'per channel' ? (shape.at(-1) ?? 1) : 1
    const { mean, deviation } = await moments(training, length, groups)
    return (_from, to, index) => {
      const stream = new RandomStream(deriveKey(key, `image ${index}`))
      for (let i = 0; i < length; i++) {
        const group = i % groups
        to[i] = (mean[group] as number) + (deviation[group] as number) * stream.normal()
      }
    }
  },
})
