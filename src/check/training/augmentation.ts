/** @file Checks that a training's augmentations fit the images of a dataset. */

import { withWindows } from '../../claims/augmentation.js'
import type { Application, TrainingSetup } from '../../claims/setup.js'
import { augmentationMisfit } from '../../diagnostics/shapes.js'
import type { Registry } from '../../kinds/registry.js'
import { type Shape, ShapeError, formatShape } from '../../kinds/shape.js'
import type { Context } from '../resolve/context.js'
import type { ResolvedDataset } from '../resolve/dataset.js'
import { type PlacedStatement, headOf, statementsOf } from '../resolve/derivation.js'
import type { Declared } from '../resolve/scope.js'

/**
 * Follows an image through the augmentations and then the preprocessing, as training does; the result must have the
 * shape of the images in evaluations.
 * @param declared the training, at whose statement a misfit is reported
 * @param name the dataset's name
 * @returns true if they fit
 */
export function checkAugmentation(
  context: Context,
  declared: Declared,
  { augmentation = [] }: TrainingSetup,
  dataset: ResolvedDataset,
  name: string,
): boolean {
  const misfit = misfitOf(context.registry, augmentation, dataset)
  if (misfit === undefined) return true
  const statements = (statementsOf(context, 'training', declared) ?? []).filter(
    ({ statement }) => headOf(statement) === 'augment',
  )
  const { place, statement } = statements[misfit.step] as PlacedStatement
  const { source, report } = place
  report(augmentationMisfit(source, statement.span, misfit.reason, name, formatShape(misfit.input)))
  return false
}

interface Misfit {
  /** The augmentation to report; the last if each fits alone. */
  step: number
  reason: string
  /** Shape of the image before it. */
  input: Shape
}

function misfitOf(
  registry: Registry,
  augmentation: readonly Application[],
  { setup: { preprocessing }, stored, shape: evaluated }: ResolvedDataset,
): Misfit | undefined {
  let input = stored
  for (const [step, one] of withWindows(augmentation, preprocessing).entries()) {
    const { outputShape } = registry.get('augmentation', one.kind)
    const output = shapeBehind(() => outputShape(one.parameters, input))
    if ('reason' in output) return { step, input, reason: `\`${one.kind}\` ${output.reason}` }
    input = output.shape
  }
  const last = { step: augmentation.length - 1, input }
  for (const one of preprocessing) {
    const { outputShape } = registry.get('preprocessing', one.kind)
    const output = shapeBehind(() => outputShape(one.parameters, input))
    if ('reason' in output) {
      return { ...last, reason: `then the dataset's \`${one.kind}\` ${output.reason}` }
    }
    input = output.shape
  }
  const [trained, shown] = [formatShape(input), formatShape(evaluated)]
  if (trained === shown) return undefined
  return { ...last, reason: `the network would be trained on ${trained} and evaluated on ${shown}` }
}

function shapeBehind(outputShape: () => Shape): { shape: Shape } | { reason: string } {
  try {
    return { shape: outputShape() }
  } catch (error) {
    if (error instanceof ShapeError) return { reason: error.message }
    throw error
  }
}
