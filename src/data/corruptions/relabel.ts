import { defineCorruptionStep } from '../../kinds/dataset.js'
import { choice, fraction } from '../../kinds/parameter.js'
import { RandomStream } from '../../random/key.js'

/**
 * Replaces each label independently, with the given probability, by a uniformly drawn class. The draw may
 * return the true class, so that with 10 classes 0.9 of the replaced labels change. With `to another class`, it
 * is among the other classes, so that each replaced label changes.
 *
 * With the same seed, the labels that a smaller probability replaces are replaced in the same way by a larger
 * one.
 */
export const relabel = defineCorruptionStep({
  name: 'relabel',
  summary: 'replaces labels at random',
  source: 'Zhang et al. 2017, section 2.1',
  parameters: {
    probability: fraction({ doc: 'of each label to be replaced', default: 1 }),
    distribution: choice(['uniform', 'to another class'], {
      doc: 'what the new class is drawn from: all classes, or all but the true one',
      default: 'uniform',
    }),
  },

  misfit: ({ distribution }, { classes }) =>
    distribution === 'to another class' && classes < 2 ? 'there is no other class' : undefined,

  idle: ({ probability }) => probability === 0,

  relabel({ probability, distribution }, labels, { classes, key }) {
    const stream = new RandomStream(key)
    const others = distribution === 'to another class'
    return labels.map((label) => {
      const replaced = stream.uniform() < probability
      const drawn = stream.integer(others ? classes - 1 : classes)
      if (!replaced) return label
      return others && drawn >= label ? drawn + 1 : drawn
    })
  },
})
