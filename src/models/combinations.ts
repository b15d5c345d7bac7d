/** @file Ways to join the outputs of parallel branches. */

import type { Tensor } from '@tensorflow/tfjs-core'
import { defineCombination } from '../kinds/layer.js'
import { type Shape, ShapeError, formatShape } from '../kinds/shape.js'

/** Concatenates channels in the order of the branches. */
export const concat = defineCombination({
  name: 'concat',
  summary: 'concatenates the channels of the branches',
  parameters: {},
  outputShape(_parameters, branches) {
    const [first = [], ...others] = branches
    const place = (shape: Shape) => formatShape(shape.slice(0, -1))
    const odd = others.find(
      (shape) => shape.length !== first.length || place(shape) !== place(first),
    )
    if (odd) {
      throw new ShapeError(`cannot join ${formatShape(first)} and ${formatShape(odd)}`)
    }
    const channels = branches.reduce((sum, shape) => sum + (shape.at(-1) ?? 0), 0)
    return [...first.slice(0, -1), channels]
  },
  apply: (tf, _parameters, branches) => tf.concat([...branches], branches[0]?.rank === 2 ? 1 : 3),
})

/** Adds one branch to its input, or several branches to each other, so that a shortcut can be a branch. */
export const residual = defineCombination({
  name: 'residual',
  summary: 'a branch added to its input, or branches added to each other',
  source: 'He et al. 2016, equations 1 and 2',
  parameters: {},
  outputShape(_parameters, branches, input) {
    const added = branches.length === 1 ? [...branches, input] : branches
    const [first = [], ...others] = added
    const odd = others.find((shape) => formatShape(shape) !== formatShape(first))
    if (odd) {
      throw new ShapeError(
        `cannot add ${formatShape(first)} and ${formatShape(odd)}; make a branch of the shortcut too`,
      )
    }
    return first
  },
  apply: (tf, _parameters, branches, input) =>
    (branches.length === 1 ? [input, ...branches] : branches).reduce((sum: Tensor, branch) =>
      tf.add(sum, branch),
    ),
})
