import { describe, expect, test } from 'vitest'
import { weakenings } from '../../src/lock/weakening.js'
import { diagnose } from '../support/diagnose.js'

const blocks = `
dataset digits {
  source mnist-10k
  take 100 train, 100 test
}

model a {
  flatten
  dense 16 relu
  dense classes
}

model b {
  flatten
  dense 32 relu
  dense classes
}

training short {
  optimizer sgd momentum 0.9
  rate 0.1
  batch 20
  until train acc >= 100% or 10 epochs
}

profile paper { seeds 5 }
`

/** The claim of these lines, each an expectation but for those that say otherwise. */
function claims(lines: string) {
  const body = lines.split('; ').map((line) => {
    const own = /^(only in|for |alpha )/.test(line)
    return own ? `  ${line}` : `  expect ${line}`
  })
  const text = `${blocks}\nclaim example {\n  run a on digits with short over 5 seeds\n${body.join('\n')}\n}\n`
  const { claims, diagnostics } = diagnose(text)
  const errors = diagnostics.filter(({ severity }) => severity === 'error')
  expect(errors.map(({ message }) => message)).toEqual([])
  return claims
}

function weakened(before: string, after: string): string[] {
  return weakenings(claims(before), claims(after)).map(({ what }) => what)
}

/** What it says, then a claim, and a weaker one. Read from right to left, each is a strengthening. */
const orders: [string, string, string][] = [
  ['the threshold is relaxed', 'train acc > 0.9', 'train acc > 0.8'],
  [
    'no longer beyond this test set',
    'test acc of a > test acc of b beyond this test set',
    'test acc of a > test acc of b',
  ],
  ['the threshold is relaxed', 'train acc > 0.9', 'train acc >= 0.9'],
  ['the threshold is relaxed', 'train acc < 0.8', 'train acc < 0.9'],
  [
    'the threshold is relaxed',
    'test acc of a > test acc of b + 3pp',
    'test acc of a > test acc of b',
  ],
  [
    'the threshold is relaxed',
    'test acc of a >= test acc of b - 2pp',
    'test acc of a >= test acc of b - 5pp',
  ],
  [
    'the threshold is relaxed',
    'train loss of a < train loss of b',
    'train loss of a < 2 times train loss of b',
  ],
  [
    'the threshold is relaxed',
    'train loss of a < 2 times train loss of b',
    'train loss of a < 3 times train loss of b',
  ],
  [
    'the threshold is relaxed',
    '2 times train loss of a < train loss of b',
    'train loss of a < train loss of b',
  ],
  [
    'the threshold is relaxed',
    'train loss of a / train loss of b < 2 on average',
    'train loss of a < 3 times train loss of b',
  ],
  [
    'the threshold is relaxed',
    'train loss of b > train loss of a',
    'train loss of a < 2 times train loss of b',
  ],
  ['the threshold is relaxed', 'params = 12_730', 'params >= 12_730'],
  ['the threshold is relaxed', 'test acc ~ 60% within 3pp', 'test acc >= 57% on average'],
  ['the margin is wider', 'test acc ~ 60% within 3pp', 'test acc ~ 60% within 4pp'],
  [
    'the margin is wider',
    'test acc of a ~ test acc of b within 3pp',
    'test acc of b ~ test acc of a within 4pp',
  ],
  [
    'in at least 4 of 5 seeds instead of in every seed',
    'train acc > 0.9',
    'train acc > 0.9 in at least 4 of 5 seeds',
  ],
  [
    'in at least 3 of 5 seeds instead of in at least 4 of 5',
    'train acc > 0.9 in at least 4 of 5 seeds',
    'train acc > 0.9 in at least 3 of 5 seeds',
  ],
  ['on average instead of in every seed', 'train acc > 0.9', 'train acc > 0.9 on average'],
  ['over 3 seeds instead of 5', 'train acc > 0.9 over 5 seeds', 'train acc > 0.9 over 3 seeds'],
  ['removed: expect test acc > 0.1', 'train acc > 0.9; test acc > 0.1', 'train acc > 0.9'],
  [
    'alpha 0.05 instead of 0.01',
    'alpha 0.01; train acc > 0.9 on average',
    'train acc > 0.9 on average',
  ],
  [
    'it is now skipped outside profile paper',
    'train acc > 0.9',
    'only in profile paper; train acc > 0.9',
  ],
  [
    'no longer expected for p = 20%',
    'for p in [10%, 20%]; train acc > 0.9 under random labels p for every p',
    'for p in [10%]; train acc > 0.9 under random labels p for every p',
  ],
  [
    'the trend is followed over fewer points',
    'for p in [0%, 50%, 100%]; test acc decreases with p under random labels p',
    'for p in [0%, 100%]; test acc decreases with p under random labels p',
  ],
  [
    'the threshold is relaxed',
    'for p in [0%, 100%]; test acc decreases with p under random labels p',
    'for p in [0%, 100%]; test acc decreases with p within 2pp under random labels p',
  ],
]

describe('each way to ask for less', () => {
  test.each(orders)('%s: from `%s` to `%s`', (what, strong, weak) => {
    expect(weakened(strong, weak)).toEqual([expect.stringContaining(what)])
  })

  test.each(orders)(
    'and nothing is said of asking for more (%s: to `%s` from `%s`)',
    (_, strong, weak) => {
      expect(weakened(weak, strong)).toEqual([])
    },
  )
})

test.each([
  ['test acc of a > test acc of b + 3pp', 'test acc of b + 3pp < test acc of a'],
  ['test acc of a > test acc of b + 3pp', 'test acc of a - test acc of b > 3pp on average'],
  ['train loss of a < 2 times train loss of b', 'train loss of b > 0.5 times train loss of a'],
  ['train loss of a < 2 times train loss of b', 'train loss of a / train loss of b < 2 on average'],
  [
    'for p in [10%, 20%]; train acc > 0.9 under random labels p for every p',
    'for q in [10%, 20%]; train acc > 0.9 under random labels q for every q',
  ],
])('`%s` asks for as much as `%s`', (one, other) => {
  expect(weakened(one, other)).toEqual([])
  expect(weakened(other, one)).toEqual([])
})

test('a mean and a part of the seeds: each asks for something that the other does not', () => {
  const [mean, some] = ['train acc > 0.9 on average', 'train acc > 0.9 in at least 4 of 5 seeds']
  expect(weakened(mean, some)).toEqual([
    expect.stringContaining('in at least 4 of 5 seeds instead of on average'),
  ])
  expect(weakened(some, mean)).toEqual([
    expect.stringContaining('on average instead of in at least 4 of 5'),
  ])
})

test('a threshold cannot be compared with a factor: what was expected is gone', () => {
  expect(
    weakened('train loss of a < 2 times train loss of b', 'train loss of a < train loss of b + 1'),
  ).toEqual(['removed: expect train loss of a < 2 times train loss of b'])
})

describe('a family', () => {
  const claim = (family: string) => {
    const text = `paper toy {\n  title "A toy"\n  ${family}\n}\n${blocks}\nclaim example {\n  cites toy table 1\n  run a on digits with short over 5 seeds\n  expect train acc > 0.9 on average\n}\n`
    return diagnose(text).claims
  }
  const what = (before: string, after: string) =>
    weakenings(claim(before), claim(after)).map((one) => one.what)

  test('that is dropped, or controlled less strictly, is a weakening; a stricter one is none', () => {
    const holm = 'family alpha 0.05 by holm'
    expect(what(holm, '')).toEqual(['no longer judged in the family of toy'])
    expect(what('family alpha 0.01 by holm', holm)).toEqual([
      'family alpha 0.05 instead of 0.01 of toy',
    ])
    expect(what(holm, 'family alpha 0.05 by benjamini-hochberg')).toEqual([
      'family by benjamini-hochberg instead of holm of toy',
    ])
    expect(what('', holm)).toEqual([])
    expect(what(holm, 'family alpha 0.05 by bonferroni')).toEqual([])
  })
})
