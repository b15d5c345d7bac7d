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
