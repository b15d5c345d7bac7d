/** @file Diagnostics about sweeps and what claims compare: GS25xx. */

import { defineRule } from './rule.js'

const noise =
  'experiment noise {\n  run mlp on digits with short over 3 seeds\n  sweep p from 0% to 100% step 50%\n  under random labels p\n}\n\n'

export const openVariable = defineRule(
  {
    code: 'GS2501',
    severity: 'error',
    title: 'a swept variable without a value',
    explanation:
      'A sweep has many points. Say which ones an expectation is about: all of them (`for every p`), one (`at p = 10%`), or their order (`increases with p`).',
    wrong: `${noise}claim c {\n  over noise\n  expect train acc > 0.9\n}`,
    right: `${noise}claim c {\n  over noise\n  expect train acc > 0.9 for every p\n}`,
  },
  (_source, span, variable: string, points: readonly string[]) => ({
    message: `this measurement depends on the swept \`${variable}\`, which has no value here`,
    help: `add \`for every ${variable}\` at the end, or choose a point: \`at ${variable} = ${points[0] ?? ''}\``,
    fix: {
      title: `choose a point: \`at ${variable} = ${points[0] ?? ''}\``,
      edits: [
        { span: { start: span.end, end: span.end }, text: ` at ${variable} = ${points[0] ?? ''}` },
      ],
    },
  }),
)

export const unknownPoint = defineRule(
  {
    code: 'GS2502',
    severity: 'error',
    title: 'not a point of the sweep',
    explanation:
      'genspec trains the points of the sweep and no others, so an expectation can only name those.',
    wrong: `${noise}claim c {\n  over noise\n  expect train acc at p = 55% > 0.9\n}`,
    right: `${noise}claim c {\n  over noise\n  expect train acc at p = 50% > 0.9\n}`,
  },
  (_source, _span, variable: string, found: string, points: readonly string[]) => ({
    message: `\`${variable}\` is never ${found}`,
    help: `the sweep's points are ${points.join(', ')}`,
  }),
)

export const notSwept = defineRule(
  {
    code: 'GS2503',
    severity: 'error',
    title: 'a variable that nothing sweeps',
    explanation:
      '`for every p`, `at p = …` and `increases with p` need a `sweep p` or `for p in` in the claim or in the experiment that the claim is `over`.',
    wrong:
      'claim c {\n  run mlp on digits with short over 3 seeds\n  expect train acc > 0.9 for every p\n}',
    right: `${noise}claim c {\n  over noise\n  expect train acc > 0.9 for every p\n}`,
  },
  (_source, _span, variable: string, known: readonly string[]) => ({
    message: `nothing sweeps \`${variable}\` here`,
    help:
      known.length > 0
        ? `swept here: ${known.map((one) => `\`${one}\``).join(', ')}`
        : `add \`sweep ${variable} from 0% to 100% step 10%\`, or \`over\` an experiment that sweeps it`,
  }),
)

export const notBeyondTestSet = defineRule(
  {
    code: 'GS2505',
    severity: 'error',
    title: 'what says nothing beyond this test set',
    explanation:
      '`beyond this test set` makes a claim one about images in general, of which the test set is a sample: its sampling error is counted in. It is about the mean over seeds, of shares of test examples that are the same in every seed, such as `test acc`, and after a fixed number of seeds.',
    wrong:
      'claim c {\n  run mlp on digits with short over 5 seeds\n  expect test loss < 1 beyond this test set\n}',
    right:
      'claim c {\n  run mlp on digits with short over 5 seeds\n  expect test acc > 70% beyond this test set\n}',
  },
  (_source, _span, why: string, help: string) => ({
    message: `\`beyond this test set\` ${why}`,
    help,
  }),
)

export const selfComparison = defineRule(
  {
    code: 'GS2504',
    severity: 'error',
    title: 'a comparison with itself',
    explanation:
      'Both sides are the same measurement of the same runs, so no run can decide the claim. Arms with equal set-ups share their runs, whatever their names: `random labels 0%` is the same as `true labels`. Give each side its own arm; a qualifier at the end of the sentence applies to both sides. If one case of a `for every` compares a point of the sweep with itself, name the other points one by one with `at`.',
    wrong:
      'claim c {\n  run mlp on digits with short over 3 seeds\n  expect test acc > test acc - 1pp\n}',
    right:
      'claim c {\n  run mlp on digits with short over 3 seeds\n  expect test acc under true labels > test acc under random labels\n}',
  },
  /** @param what the quantity, and the case in which it is compared with itself */
  (_source, _span, what: string, help: string) => ({
    message: `${what} is compared with itself`,
    help,
  }),
)
