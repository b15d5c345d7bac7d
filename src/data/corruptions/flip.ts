import { defineCorruptionStep } from '../../kinds/dataset.js'
import { choice, matrix } from '../../kinds/parameter.js'
import { RandomStream } from '../../random/key.js'

/** Each label is drawn from its class's row of a confusion matrix, independently. */
export const flip = defineCorruptionStep({
  name: 'flip',
  summary: 'draws each label from a row of a confusion matrix',
  source: 'class-conditional label noise: Natarajan et al. 2013; Patrini et al. 2017',
  parameters: {
    what: choice(['labels by'], { doc: 'what is flipped', default: 'labels by' }),
    confusion: matrix({
      doc: 'row i holds the probabilities that class i becomes class 0, 1, …',
    }),
  },

  misfit({ confusion }, { classes }) {
    if (confusion.length !== classes || confusion.some((row) => row.length !== classes)) {
      const found = `${confusion.length} rows of ${[...new Set(confusion.map((row) => row.length))].join(' and ')}`
      return `its matrix must have ${classes} rows of ${classes}, one for each class, not ${found}`
    }
    for (const [index, row] of confusion.entries()) {
      const sum = row.reduce((total, value) => total + value, 0)
      if (row.some((value) => value < 0) || Math.abs(sum - 1) > 1e-6) {
        return `row ${index + 1} of its matrix must hold probabilities that sum to 1, not to ${Number(sum.toFixed(6))}`
      }
    }
    return undefined
  },

  relabel({ confusion }, labels, { key }) {
    const stream = new RandomStream(key)
    return labels.map((label) => {
      const row = confusion[label] as number[]
      let left = stream.uniform()
      const drawn = row.findIndex((probability) => (left -= probability) < 0)
      // If rounding leaves the sum of the row slightly below 1, its last possible class gets the rest.
      return drawn >= 0 ? drawn : row.findLastIndex((probability) => probability > 0)
    })
  },
})
