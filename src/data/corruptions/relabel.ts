import { defineCorruptionStep } from '../../kinds/dataset.js'
import { choice, fraction } from '../../kinds/parameter.js'
import { RandomStream } from '../../random/key.js'

/**
 * Independently with the given probability, a label is replaced by a class drawn uniformly; the
 * draw may return the true class, so that on 10 classes 0.9 of the replaced labels change.
 */
export const relabel = defineCorruptionStep({
  name: 'relabel',
  summary: 'replaces labels at random',
  source: 'Zhang et al. 2017, section 2.1',
  parameters: {
    probability: fraction({ doc: 'of each label to be replaced', default: 1 }),
    distribution: choice(['uniform'], {
      doc: 'what the new class is drawn from',
      default: 'uniform',
    }),
  },

  apply({ probability }, images, classes, key) {
    const stream = new RandomStream(key)
    const labels = images.labels.map((label) => {
      const replaced = stream.uniform() < probability
      const drawn = stream.integer(classes)
      return replaced ? drawn : label
    })
    return { ...images, labels }
  },
})
