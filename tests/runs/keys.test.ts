import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { project } from '../support/genspec.js'
import { plannedRuns } from '../support/stored-runs.js'

const blocks = {
  dataset: 'dataset digits {\n  source mnist-10k\n  take 100 train, 100 test\n}\n',
  model: 'model mlp {\n  flatten\n  dense 16 relu\n  dense classes\n}\n',
  other: 'model wide {\n  flatten\n  dense 32 relu\n  dense classes\n}\n',
  training:
    'training short {\n  optimizer sgd momentum 0.9\n  rate 0.1\n  batch 20\n  until train acc >= 100% or 10 epochs\n}\n',
  first:
    'claim fits "It fits" {\n  run mlp on digits with short over 2 seeds\n  expect train acc > 0.9 under random labels\n  expect test acc ~ chance within 5pp under random labels\n}\n',
  second:
    'claim wide_fits {\n  run wide on digits with short over 2 seeds\n  expect train acc > 0.8\n}\n',
}
const text = Object.values(blocks).join('\n')

/** Changes that do not affect training. */
const harmless: ((spec: string) => string)[] = [
  (spec) => spec.replaceAll('mlp', 'network'),
  (spec) => spec.replaceAll('digits', 'numbers'),
  (spec) => spec.replaceAll('short', 'schedule'),
  (spec) => spec.replaceAll('claim fits', 'claim memorises'),
  (spec) => spec.replace('"It fits"', '"It fits, and nothing else"'),
  (spec) => spec.replace('> 0.9 ', '> 0.5 '),
  (spec) => spec.replace('within 5pp', 'within 20pp'),
  (spec) => spec.replace('> 0.8', '< 0.8 on average'),
  (spec) =>
    spec.replace('expect train acc > 0.8', 'expect train acc > 0.8\n  expect test acc > 0.1'),
  (spec) => spec.replaceAll('\n  ', '\n      '),
  (spec) => spec.replaceAll(' {\n', ' { // begins\n'),
  (spec) => `// A comment.\n\n${spec}\n\n// The end.\n`,
  (spec) =>
    spec
      .split(/(?<=^}\n)/m)
      .reverse()
      .join('\n'),
  (spec) => spec.replace('batch 20', 'batch 20 // small'),
  (spec) => spec.replace('rate 0.1\n  batch 20', 'batch 20\n  rate 0.1'),
  (spec) => spec.replace('0.9\n', '90e-2\n'),
]

/** Changes of a setting, and whose runs they touch: of both models' claims, or of one. */
const telling: [string, (spec: string) => string, 'all' | 'fits' | 'wide'][] = [
  ['take', (spec) => spec.replace('100 train', '120 train'), 'all'],
  ['take of the test split', (spec) => spec.replace('100 test', '120 test'), 'all'],
  [
    'preprocessing',
    (spec) => spec.replace('100 test\n', '100 test\n  standardize per image\n'),
    'all',
  ],
  ['units', (spec) => spec.replace('dense 16', 'dense 17'), 'fits'],
  ['units of the other', (spec) => spec.replace('dense 32', 'dense 33'), 'wide'],
  ['a layer', (spec) => spec.replace('dense 16 relu', 'dense 16 relu\n  dense 16 relu'), 'fits'],
  ['momentum', (spec) => spec.replace('momentum 0.9', 'momentum 0.8'), 'all'],
  ['rate', (spec) => spec.replace('rate 0.1', 'rate 0.2'), 'all'],
  ['schedule', (spec) => spec.replace('rate 0.1', 'rate 0.1 times 0.95 each epoch'), 'all'],
  ['batch', (spec) => spec.replace('batch 20', 'batch 25'), 'all'],
  ['epochs', (spec) => spec.replace('10 epochs', '11 epochs'), 'all'],
  ['stop', (spec) => spec.replace('>= 100%', '>= 99%'), 'all'],
  ['evaluation', (spec) => spec.replace('batch 20', 'batch 20\n  evaluate every 2 epochs'), 'all'],
  ['corruption', (spec) => spec.replaceAll('random labels', 'random labels 50%'), 'fits'],
]

async function keysOf(spec: string): Promise<{ fits: string[]; wide: string[] }> {
  const { folder } = await project({})
  const file = path.join(folder, 'a.gen')
  await writeFile(file, spec)
  const { runs } = await plannedRuns([file])
  const wide = runs.filter(({ setup }) => JSON.stringify(setup).match(/"units":3[23]/))
  const keys = (some: typeof runs) => some.map(({ key }) => key).sort()
  return { fits: keys(runs.filter((run) => !wide.includes(run))), wide: keys(wide) }
}

describe('keys', () => {
  test('renaming, reordering, comments, formatting and editing claims change no key', async () => {
    const before = await keysOf(text)
    expect(before.fits).toHaveLength(2)
    await fc.assert(
      fc.asyncProperty(fc.shuffledSubarray(harmless, { minLength: 1 }), async (changes) => {
        const changed = changes.reduce((spec, change) => change(spec), text)
        expect(await keysOf(changed)).toEqual(before)
      }),
      { seed: 1, numRuns: 40 },
    )
  })

  test.each(telling)(
    'another %s changes exactly the keys of the runs it touches',
    async (_, change, whose) => {
      const changed = change(text)
      expect(changed).not.toBe(text)
      const [before, after] = [await keysOf(text), await keysOf(changed)]
      for (const arm of ['fits', 'wide'] as const) {
        const touched = whose === 'all' || whose === arm
        expect(after[arm]).toHaveLength(before[arm].length)
        if (touched) expect(after[arm].filter((key) => before[arm].includes(key))).toEqual([])
        else expect(after[arm]).toEqual(before[arm])
      }
    },
  )

  test('more seeds add runs and keep those that are there', async () => {
    const [before, after] = [
      await keysOf(text),
      await keysOf(text.replaceAll('over 2 seeds', 'over 3 seeds')),
    ]
    expect(after.fits).toEqual(expect.arrayContaining(before.fits))
    expect(after.fits).toHaveLength(3)
  })

  test('a corruption with probability 0 is no corruption, whatever it is composed with', async () => {
    const under = (corruption: string) =>
      keysOf(text.replaceAll(' under random labels', corruption)).then(({ fits }) => fits)
    const percent = fc.integer({ min: 0, max: 100 })
    const other = fc.constantFrom('', 'shuffled pixels', 'gaussian noise 0.3')
    const ending = fc.constantFrom('', ' on test', ' on both splits')
    await fc.assert(
      fc.asyncProperty(percent, other, ending, async (p, rest, splits) => {
        const composed = [`random labels ${p}%`, rest].filter((step) => step !== '').join(' + ')
        const [keys, without, full] = await Promise.all([
          under(` under ${composed}${splits}`),
          under(` under ${rest === '' ? 'true labels' : `${rest}${splits}`}`),
          under(` under ${composed.replace(`${p}%`, '100%')}${splits}`),
        ])
        if (p === 0) expect(keys).toEqual(without)
        else expect(keys.filter((key) => without.includes(key))).toEqual([])
        if (p > 0 && p < 100) expect(keys.filter((key) => full.includes(key))).toEqual([])
      }),
      {
        seed: 1,
        numRuns: 30,
        examples: [
          [0, '', ''],
          [0, 'shuffled pixels', ' on both splits'],
          [0, '', ' on test'],
        ],
      },
    )
  })
})
