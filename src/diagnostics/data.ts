/** @file Diagnostics about local data: GS23xx. */

import { defineRule } from './rule.js'

export const unusableData = defineRule(
  {
    code: 'GS2301',
    severity: 'error',
    title: 'local data that cannot be used',
    explanation:
      'The files of `folder("…")` and `npz("…")` decide shapes and classes, so that they are looked at before anything runs. A path counts from the spec, or from GENSPEC_DATA where only that has it.',
    wrong: 'dataset d {\n  source folder("missing", 32x32)\n}',
    right: 'dataset d {\n  source mnist-10k\n}',
  },
  (_source, _span, reason: string) => ({ message: reason }),
)

export const dataNote = defineRule(
  {
    code: 'GS2302',
    severity: 'warning',
    title: 'local data that is not used as one might think',
    explanation:
      'What is left out of a folder of pictures, and how the numbers of an .npz file are read where that is not plain. The record of each run and the reports say it too.',
    wrong: 'dataset d {\n  source npz("unscaled.npz")\n}',
    right: 'dataset d {\n  source mnist-10k\n}',
  },
  (_source, _span, note: string) => ({ message: note }),
)
