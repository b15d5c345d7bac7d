/** @file The augmentations of a training, with defaults that depend on the dataset. */

import type { Application } from './setup.js'

/** Fills in the window of each random crop: by default, that of the dataset's crop. */
export function withWindows(
  augmentation: readonly Application[],
  preprocessing: readonly Application[],
): Application[] {
  const wanted = preprocessing.find(({ kind }) => kind === 'crop')?.parameters['window']
  return augmentation.map((step) => {
    const { window } = step.parameters
    const given = step.kind !== 'crop' || (Array.isArray(window) && window[0] !== 0)
    if (given || wanted === undefined) return step
    return { ...step, parameters: { ...step.parameters, window: wanted } }
  })
}
