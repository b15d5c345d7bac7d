/** @file Diagnostics about local data and the project's own kinds: GS23xx. */

import { defineRule } from './rule.js'

export const unusableData = defineRule(
  {
    code: 'GS2301',
    severity: 'error',
    title: 'local data, or a kind of the project, that cannot be used',
    explanation:
      'The files of `folder("…")` and `npz("…")` determine shapes and classes, so genspec inspects them before anything runs. A path is relative to the spec, or to GENSPEC_DATA if the file is only there. A function of a kind in `genspec.config.ts` that throws an error, or returns what it must not, is reported in the same way. Only the claims that need it are in error; the others are judged.',
    wrong: 'dataset d {\n  source folder("missing", 32x32)\n}',
    right: 'dataset d {\n  source mnist-10k\n}',
  },
  (_source, _span, reason: string) => ({ message: reason }),
)

export const dataNote = defineRule(
  {
    code: 'GS2302',
    severity: 'warning',
    title: 'local data that is not used in full',
    explanation:
      'genspec leaves some files out of a folder of pictures, or reads the numbers of an .npz file in a way that you may not expect. The record of each run and the reports say so too. Of a trainer that reads runs which were made elsewhere, it names the seeds that have no file.',
    wrong: 'dataset d {\n  source npz("unscaled.npz")\n}',
    right: 'dataset d {\n  source mnist-10k\n}',
  },
  (_source, _span, note: string) => ({ message: note }),
)
