import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { expressionsIn } from '../../src/claims/expectation.js'
import { measurementsIn } from '../../src/claims/expression.js'
import { diagnose, inContext } from '../support/diagnose.js'

const context = `
model wide {
  flatten
  dense 128 relu
  dense classes
}

dataset few = digits with take 500 train, 500 test

training slow = short with rate 0.01
`

function claimOf(sentence: string) {
  const text = `${context}\nclaim c {\n  run mlp on digits with short over 3 seeds\n  expect ${sentence}\n}\n`
  const names = '// mlp on digits with short'
  return diagnose(inContext(`${text}${names}`))
}

/** The arms of the measurements, from left to right. */
function armsOf(sentence: string): string[] {
  const { claims, diagnostics } = claimOf(sentence)
  const errors = diagnostics.filter(({ severity }) => severity === 'error')
  expect(errors.map(({ message }) => message)).toEqual([])
  const cases = claims[0]?.expectations[0]?.cases ?? []
  return cases
    .flatMap(expressionsIn)
    .flatMap((one) => measurementsIn(one).map(({ arm }) => arm.label))
}

const noisy = 'mlp on digits with short under random labels'
const plain = 'mlp on digits with short'

describe('a qualifier at the end of a sentence applies to all that have none of its own', () => {
  test.each([
    ['best test acc > test acc under random labels', [noisy, noisy]],
    ['best test acc > test acc + 1pp under random labels', [noisy, noisy]],
    ['best test acc > 1pp + test acc under random labels', [noisy, noisy]],
    ['best test acc - test acc > 1pp under random labels', [noisy, noisy]],
    ['1pp < best test acc - test acc under random labels', [noisy, noisy]],
    ['best test acc > 2 * -test acc under random labels', [noisy, noisy]],
    ['train acc - test acc > best test acc - test acc under random labels', Array(4).fill(noisy)],
    ['best test acc ~ test acc within 1pp under random labels', [noisy, noisy]],
    ['best test acc > test acc under random labels on average', [noisy, noisy]],
    ['best test acc > test acc in every seed under random labels', [noisy, noisy]],
    ['(best test acc - test acc) under random labels > 1pp', [noisy, noisy]],
    ['1pp < (best test acc - test acc) under random labels', [noisy, noisy]],
    ['best test acc > (test acc) under random labels', [noisy, noisy]],
    ['best test acc > (test acc under random labels)', [plain, noisy]],
    ['(test acc under random labels) < best test acc', [noisy, plain]],
    ['best test acc > (1pp + test acc under random labels)', [plain, noisy]],
    ['test acc under random labels < best test acc', [noisy, plain]],
    ['best test acc > test acc under random labels + 1pp', [plain, noisy]],
    [
      'test acc under true labels > test acc under random labels',
      [`${plain} under true labels`, noisy],
    ],
    [
      'test acc under true labels > test acc of wide under random labels',
      [
        'wide on digits with short under true labels',
        'wide on digits with short under random labels',
      ],
    ],
    [
      'test acc of mlp > test acc of wide on few with slow under random labels',
      ['mlp on few with slow under random labels', 'wide on few with slow under random labels'],
    ],
  ] as [string, string[]][])('%s', (sentence, arms) => {
    expect(armsOf(sentence)).toEqual(arms)
  })

  test('also in a trend, and at a point of a sweep', () => {
    const swept = (sentence: string) =>
      diagnose(
        inContext(
          `claim c {\n  run mlp on digits with short over 3 seeds under random labels p\n  sweep p from 0% to 20% step 10%\n  expect ${sentence}\n}\n`,
        ),
      )
    const labels = (sentence: string) =>
      (swept(sentence).claims[0]?.expectations[0]?.cases ?? [])
        .flatMap(expressionsIn)
        .flatMap((one) => measurementsIn(one).map(({ arm }) => arm.label.replace(/.* under /, '')))
    const levels = ['random labels 0%', 'random labels 10%', 'random labels 20%']
    expect(labels('train acc - test acc increases with p within 1pp')).toEqual(
      levels.flatMap((one) => [one, one]),
    )
    expect(labels('train acc > test acc at p = 10%')).toEqual([levels[1], levels[1]])
    expect(labels('test acc at p = 0% > test acc at p = 20%')).toEqual([levels[0], levels[2]])
  })

  test('whatever the arithmetic, the parentheses and the order of the qualifiers', () => {
    const values = {
      of: fc.constantFrom('mlp', 'wide'),
      on: fc.constantFrom('digits', 'few'),
      with: fc.constantFrom('short', 'slow'),
      under: fc.constantFrom('random labels', 'shuffled pixels', 'random pixels'),
    }
    type Own = Partial<Record<keyof typeof values, string>>
    const own = fc.record(values, { requiredKeys: [] })
    const measuredBy = (...metrics: string[]) =>
      fc.record({ metric: fc.constantFrom(...metrics), own, group: fc.boolean() })
    // Other metrics on the right, as nothing may be compared with itself.
    const leftward = measuredBy('test acc', 'train acc')
    const rightward = measuredBy('best test acc', 'train error')
    const written = (arms: Own, order: readonly string[]) =>
      order.flatMap((kind) => {
        const value = arms[kind as keyof Own]
        return value === undefined ? [] : ` ${kind} ${value}`
      })
    const order = fc.shuffledSubarray(['of', 'on', 'with', 'under'], { minLength: 4, maxLength: 4 })
    const label = (arms: Own) =>
      `${arms.of ?? 'mlp'} on ${arms.on ?? 'digits'} with ${arms.with ?? 'short'}` +
      (arms.under ? ` under ${arms.under}` : '')
    fc.assert(
      fc.property(
        fc.array(leftward, { minLength: 1, maxLength: 3 }),
        rightward,
        own,
        order,
        fc.boolean(),
        (left, right, last, kinds, constant) => {
          const textOf = ({ metric, own, group }: typeof right) => {
            const text = `${metric}${written(own, kinds).join('')}`
            return group ? `(${text})` : text
          }
          const ends = !constant && !right.group
          const sentence: Own = { ...last, ...(ends ? right.own : {}) }
          const behind = Object.fromEntries(
            Object.entries(last).filter(([kind]) => !(ends && kind in right.own)),
          )
          const text = [
            ...[left.map(textOf).join(' + '), '>', textOf(right)],
            ...(constant ? ['+ 1pp'] : []),
          ].join(' ')
          const expected = [...left, right].map(({ own }) => label({ ...sentence, ...own }))
          expect(armsOf(`${text}${written(behind, kinds).join('')}`)).toEqual(expected)
        },
      ),
      { numRuns: 150, seed: 1 },
    )
  })
})

describe('a qualifier that a reader may take for that of another measurement, too', () => {
  test.each([
    'train acc - test acc under random labels > 3pp',
    'best test acc > test acc under random labels + 1pp',
    'train acc ~ test acc of wide within 5pp',
    'train acc - (best test acc - test acc) under random labels > 1%',
    '(train acc - test acc under random labels) > 1pp',
  ])('is warned about: %s', (sentence) => {
    expect(claimOf(sentence).codes).toContain('GS4009')
  })

  test.each([
    'train acc - test acc > 3pp under random labels',
    'train acc - (test acc under random labels) > 3pp',
    'train acc under random labels - test acc > 3pp',
    'train acc under true labels - test acc under random labels > 3pp',
    'train acc - test acc under true labels > 3pp',
    'test acc - chance on digits > 3pp under random labels',
    'train acc > test acc under random labels - train error',
  ])('and is clear here: %s', (sentence) => {
    expect(claimOf(sentence).codes).not.toContain('GS4009')
  })
})

test('a qualifier that is written twice is an error', () => {
  for (const sentence of [
    'test acc of mlp of wide > 10%',
    'test acc > 10% under random labels in every seed under true labels',
    'test acc > test acc of wide + 1pp with slow with short',
    'test acc > 10% over 3 seeds over 4 seeds',
    '(test acc - train acc) of wide of mlp < 1pp',
    'test acc > 10% in every seed on average',
  ]) {
    expect(claimOf(sentence).codes, sentence).toContain('GS2011')
  }
  const run =
    'claim c {\n  run mlp on digits on few with short over 3 seeds\n  expect test acc > 10%\n}\n'
  expect(diagnose(inContext(`${context}${run}`)).codes).toContain('GS2011')
})

test('parentheses in a model count: two widths are two models', () => {
  const text = `model net(width) {
  flatten
  dense width
  dense classes
}

claim c {
  for w in [3]
  expect params of net((2 * (1 + w))) on digits > params of net((2 * 1 + w)) on digits
}
`
  const { claims } = diagnose(inContext(text))
  const [one] = claims[0]?.expectations[0]?.cases ?? []
  const counts = one && expressionsIn(one).map((side) => side.type === 'constant' && side.value)
  expect(counts).toEqual([785 * 8 + 9 * 10, 785 * 5 + 6 * 10])
})
