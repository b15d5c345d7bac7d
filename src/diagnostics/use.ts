/** @file Diagnostics about `use`: GS22xx. */

import { defineRule } from './rule.js'

export const unreadableUse = defineRule(
  {
    code: 'GS2201',
    severity: 'error',
    title: 'a `use` of a file that cannot be read',
    explanation: 'Paths in `use` are relative to the file that contains them.',
    wrong: 'use "missing.gen"',
    right: 'use "common.gen"',
  },
  (_source, _span, path: string, reason: string) => ({
    message: `cannot use \`${path}\`: ${reason}`,
    help: 'paths are relative to the file that uses them',
  }),
)

export const outsideUse = defineRule(
  {
    code: 'GS2202',
    severity: 'error',
    title: 'a `use` of a file outside the project',
    explanation:
      'A spec cannot read files outside its project, which is the nearest folder above it with a `genspec.config.ts`, a `package.json` or a `.git`. `--allow-outside` lifts this limit for one command.',
    wrong: 'use "../../../../elsewhere.gen"',
    right: 'use "common.gen"',
  },
  (_source, _span, path: string) => ({
    message: `\`${path}\` lies outside the project`,
    help: 'move it into the project, or allow it with `--allow-outside`',
  }),
)

export const circularUse = defineRule(
  {
    code: 'GS2203',
    severity: 'error',
    title: 'files that use each other',
    explanation: 'A file uses a file that uses it in turn, directly or through others.',
    wrong: 'use "wrong.gen"',
    right: 'use "common.gen"',
  },
  (_source, _span, path: string) => ({
    message: `\`${path}\` uses this file in turn`,
    help: 'move the shared declarations into a third file',
  }),
)
