/** @file Diagnostics about shapes: GS3xxx. */

import type { Related } from './diagnostic.js'
import { defineRule } from './rule.js'

export const shapeMismatch = defineRule(
  {
    code: 'GS3001',
    severity: 'error',
    title: 'an input of the wrong shape',
    explanation:
      'A layer or a preprocessing step cannot take the output of the step before it. The carets mark the step that fails; next to them is the shape of its input, without the batch.',
    wrong:
      'model m {\n  dense 10\n}\n\nclaim c {\n  run m on digits with short over 3 seeds\n  expect train acc > 0.9\n}',
    right:
      'model m {\n  flatten\n  dense 10\n}\n\nclaim c {\n  run m on digits with short over 3 seeds\n  expect train acc > 0.9\n}',
  },
  /** @param through the uses of modules that contain the layer, the outermost last */
  (_source, _span, layer: string, reason: string, input: string, through: Related[] = []) => ({
    message: `\`${layer}\` ${reason}`,
    label: `its input is ${input}`,
    ...(through.length > 0 && { related: through }),
  }),
)

export const wrongOutput = defineRule(
  {
    code: 'GS3002',
    severity: 'error',
    title: 'a model that does not end with the classes',
    explanation: 'A classifier must end with one value for each class of the dataset it runs on.',
    wrong:
      'model m {\n  flatten\n  dense 100\n}\n\nclaim c {\n  run m on digits with short over 3 seeds\n  expect train acc > 0.9\n}',
    right:
      'model m {\n  flatten\n  dense classes\n}\n\nclaim c {\n  run m on digits with short over 3 seeds\n  expect train acc > 0.9\n}',
  },
  (_source, _span, output: string, classes: number) => ({
    message: `the model ends with ${output}, but the dataset has ${classes} classes`,
    help: 'end it with `dense classes`',
  }),
)

export const augmentationMisfit = defineRule(
  {
    code: 'GS3004',
    severity: 'error',
    title: "an augmentation that does not fit the dataset's images",
    explanation:
      "Augmentations change the stored images, before the dataset's preprocessing. The result of both must have the shape of the images in evaluations, which are not augmented. A crop without a window uses the window of the dataset's own crop.",
    wrong:
      'training with_crop = short with augment crop 24x24\n\nclaim c {\n  run mlp on digits with with_crop over 3 seeds\n  expect train acc > 0.9\n}',
    right:
      'training with_crop = short with augment crop padding 2\n\nclaim c {\n  run mlp on digits with with_crop over 3 seeds\n  expect train acc > 0.9\n}',
  },
  (_source, _span, reason: string, dataset: string, input: string) => ({
    message: `the augmentation does not fit dataset \`${dataset}\`: ${reason}`,
    label: `its images are ${input} here`,
  }),
)

export const wrongParameterCount = defineRule(
  {
    code: 'GS3003',
    severity: 'error',
    title: 'the wrong number of parameters',
    explanation:
      'genspec counts the trainable parameters layer by layer, without training, for the dataset that the model runs on. If the count differs from the published one, the model is a different one: look at biases, the scale of batch normalisation, the input size and the number of filters.',
    wrong:
      'model m {\n  flatten\n  dense classes\n  expect params = 7_840\n}\n\nclaim c {\n  run m on digits with short over 3 seeds\n  expect train acc > 0.9\n}',
    right:
      'model m {\n  flatten\n  dense classes bias none\n  expect params = 7_840\n}\n\nclaim c {\n  run m on digits with short over 3 seeds\n  expect train acc > 0.9\n}',
  },
  (_source, _span, expected: string, counted: string) => ({
    message: `the model has ${counted} parameters, not ${expected}`,
  }),
)
