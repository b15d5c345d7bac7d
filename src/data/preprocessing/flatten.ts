import { definePreprocessing } from '../../kinds/dataset.js'
import { elements } from '../../kinds/shape.js'

export const flatten = definePreprocessing({
  name: 'flatten',
  summary: 'each image as one vector, row by row, with the channels of a pixel together',
  parameters: {},
  endsImage: true,
  outputShape: (_parameters, input) => [elements(input)],
  prepare: () => (from, to) => to.set(from),
})
