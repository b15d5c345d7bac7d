import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import type { Span } from '../../src/diagnostics/source.js'
import { parse } from '../../src/language/parse.js'
import { diagnose, inContext } from '../support/diagnose.js'

/** What is wrong with a claim, or with another block, each with the text that it points at. */
function faultsIn(part: string): string[] {
  const isBlock = /^(training|claim|dataset|model|profile|paper|experiment) /.test(part)
  const claim = `claim c {\n  run mlp on digits with short over 3 seeds\n  ${part}\n}`
  const net = 'model net(w) {\n  flatten\n  dense w\n  dense classes\n}'
  const text = inContext(`${isBlock ? part : claim}\n${net}\n// mlp digits short\n`)
  return diagnose(text)
    .diagnostics.filter(({ code }) => code !== 'GS2012')
    .map(({ code, span }) => `${code} ${text.slice(span.start, span.end)}`)
}

describe('a number that cannot be held is one error at its place, wherever it stands', () => {
  const files = [
    'quickstart',
    'cifar-mlp',
    'models',
    'zhang2017/corruption-levels',
    'zhang2017/kernels',
  ]
  test.each(files)('specs/%s.gen', (name) => {
    const file = `specs/${name}.gen`
    const text = readFileSync(file, 'utf8')
    const spans: Span[] = []
    visit(parse({ path: file, text }, () => undefined).declarations, spans)
    expect(spans.length).toBeGreaterThan(5)
    // Each of them would take a minute together.
    for (const { start, end } of spans.filter((_, index) => index % 3 === 0)) {
      const written = text.slice(start, end)
      const number = written.includes('x')
        ? written.replace(/^\d+/, '99999999999999999999')
        : written.replace(/^(-?)[\d_.]+(?:e[+-]?\d+)?/, '$11e309')
      const changed = text.slice(0, start) + number + text.slice(end)
      const { diagnostics } = diagnose(changed, file)
      const errors = diagnostics.filter(({ severity }) => severity === 'error')
      expect(
        errors.map(({ code, span }) => `${code} ${changed.slice(span.start, span.end)}`),
        `${written} at ${start}`,
      ).toEqual([`GS2007 ${number}`])
    }
  })

  test.each([
    ['expect train acc > 1e999999999%', '1e999999999%'],
    ['expect train acc > -1e309', '1e309'],
    ['expect train acc of net(9007199254740993) > 5%', '9007199254740993'],
    ['expect train acc of net(1e20) > 5%', '1e20'],
    ['expect train acc > 5% over 1e309 seeds', '1e309'],
    ['expect train acc > 5% in at least 1e309 of 3 seeds', '1e309'],
    ['alpha 1e309\n  expect train acc > 5%', '1e309'],
    ['reported train acc 1e309%\n  expect train acc > 5%', '1e309%'],
    ['profile q { seeds 1e309 }', '1e309'],
    ['training t = short with rate 1e-400', '1e-400'],
    ['training t = short with batch 1e17', '1e17'],
  ])('%s', (part, number) => {
    expect(faultsIn(part)).toEqual([`GS2007 ${number}`])
  })
})

function visit(node: unknown, spans: Span[]): void {
  if (typeof node !== 'object' || node === null) return
  const { type, span } = node as { type?: string; span: Span }
  if (type === 'scalar' || type === 'size') spans.push(span)
  else for (const child of Object.values(node)) visit(child, spans)
}

test.each([
  ['expect train acc > 0/0', '0/0'],
  ['expect train acc > 1 / (2 - 2)', '1 / (2 - 2)'],
  ['expect train acc / 0 > 1', 'train acc / 0'],
  ['expect train acc > 1e308 * 10', '1e308 * 10'],
  ['expect train acc of net((1 / 0)) > 5%', '(1 / 0)'],
  ['expect epochs to (train loss < 1 / 0) > 5', '1 / 0'],
  ['training t = short with rate (0 / 0)', '(0 / 0)'],
  ['sweep p from 0 to 4 step 0/0\n  expect train acc of net(p) > 5% for every p', '0/0'],
  ['sweep w in [1, 0]\n  expect train acc > 1 / w for every w', '1 / w'],
  ['sweep w in [1, 0]\n  expect train acc of net((1 / w)) > 5% for every w', '(1 / w)'],
])('arithmetic that has no number is out of range: %s', (part, place) => {
  expect(faultsIn(part)).toEqual([`GS2007 ${place}`])
})

test.each([
  [
    'sweep p from 0% to 100% step 0%\n  expect train acc under random labels p > 5% for every p',
    '0%',
  ],
  [
    'sweep p from 0% to 100% step 1e-9%\n  expect train acc under random labels p increases with p',
    '1e-9%',
  ],
  [
    'sweep p from 1 to 200 step 1\n  sweep q from 1 to 200 step 1\n  expect train acc of net(p) > 5% for every p for every q',
    'expect train acc of net(p) > 5% for every p for every q',
  ],
  ['expect train acc > 5% over 2..10000 seeds', '2..10000 seeds'],
  ['profile q { seeds 1_000_000_000 }', 'seeds 1_000_000_000'],
])('no number of points, cases or seeds takes minutes to check: %s', (part, place) => {
  expect(faultsIn(part)).toEqual([`GS2007 ${place}`])
})

test.each([
  ['dataset d {\n  source mnist-10k\n  crop 0x0\n}', 'GS2007 0x0'],
  ['dataset d {\n  source mnist-10k\n  crop 28x28x3\n}', 'GS2006 28x28x3'],
  ['dataset d {\n  source mnist-10k\n  crop 5.5\n}', 'GS2006 5.5'],
])('a size is two whole numbers from 1 on: %s', (part, fault) => {
  expect(faultsIn(part)).toEqual([fault])
})

test.each([
  ['training t = short with rate 0.1, rate 0.2', 'rate 0.2'],
  ['training t = short with weight decay 1e-3, weight decay 1e-4', 'weight decay 1e-4'],
  ['training t = short with until 3 epochs or 4 epochs', '4 epochs'],
  ['training t = short with optimizer sgd momentum 0.9 momentum 0.8', 'momentum'],
  ['dataset d = digits with take 100 train, 200 train', '200 train'],
  ['paper p {\n  title "a"\n  title "b"\n}', 'title "b"'],
  ['profile q {\n  seeds 3\n  seeds 4\n}', 'seeds 4'],
  ['profile q {\n  training short rate 0.1\n  training short rate 0.2\n}', 'rate 0.2'],
  ['alpha 0.01\n  alpha 0.02\n  expect train acc > 5%', 'alpha 0.02'],
  ['under random labels\n  under true labels\n  expect train acc > 5%', 'under true labels'],
  ['over 4 seeds\n  expect train acc > 5%', 'over 4 seeds'],
  [
    'run mlp on digits with short over 3 seeds\n  expect train acc > 5%',
    'run mlp on digits with short over 3 seeds',
  ],
])(
  'what is written twice is an error, and the last one does not silently win: %s',
  (part, place) => {
    expect(faultsIn(part)).toEqual([`GS2011 ${place}`])
  },
)

test.each([
  'test acc ~ 50% within 50pp',
  'test acc ~ 50% within 200pp',
  'test acc ~ 50% within 3',
  'test acc - train acc ~ 0pp within 100pp',
  'test acc > test acc under random labels - 101pp',
  '100% >= test acc',
  '2 * test acc > 201%',
  'generalization gap < 101pp',
])('a foregone conclusion is warned about: %s', (sentence) => {
  expect(faultsIn(`expect ${sentence}`)).toContain(`GS4007 expect ${sentence}`)
})

test.each([
  'test acc ~ 50% within 49pp',
  'test acc > 99.9%',
  'test acc < 100%',
  'test acc - train acc > -100pp',
  'train loss < 200',
  'test acc / train acc > 0.9',
])('and what is not foregone is not: %s', (sentence) => {
  expect(faultsIn(`expect ${sentence}`)).toEqual([])
})

test('an alpha of 0.5 or more is an error, one above 0.05 a warning', () => {
  const withAlpha = (alpha: string) => faultsIn(`alpha ${alpha}\n  expect train acc > 5%`)
  expect(withAlpha('0.5')).toEqual(['GS2007 0.5'])
  expect(withAlpha('0')).toEqual(['GS2007 0'])
  expect(withAlpha('0.2')).toEqual(['GS4011 0.2'])
  expect(withAlpha('5%')).toEqual([])
})

test.each([
  ['epochs ~ 3 within 2pp', '2pp'],
  ['epochs ~ 3 within 5%', '5%'],
  ['wall time ~ 3 within 2 epochs', '2 epochs'],
  ['epochs to (epochs > 5%) > 5', '5%'],
  ['epochs to (epochs > 5 seconds) > 5', '5 seconds'],
  ['epochs to (train acc > 5pp) > 5', '5pp'],
])('a margin and a condition are in the unit of what they are about: %s', (sentence, place) => {
  expect(faultsIn(`expect ${sentence}`)).toEqual([`GS2008 ${place}`])
})

test.each([
  ['epochs to (train acc of net(4) > 5%) > 5', 'GS2004 of net(4)'],
  ['epochs to (epochs to > 5) > 5', 'GS2006 epochs to > 5'],
  ['epochs to (epochs to (train loss < 0.1) > 5) > 5', 'GS2004 train loss < 0.1'],
])('a condition says no more than it means: %s', (sentence, fault) => {
  expect(faultsIn(`expect ${sentence}`)).toEqual([fault])
})

test('so do the expectations of a model and of a computation', () => {
  const model = 'model m {\n  flatten\n  dense classes\n  expect params = 7_850 in every seed\n}'
  const uses = 'claim c {\n  run m on digits with short over 3 seeds\n  expect train acc > 5%\n}'
  expect(faultsIn(`${model}\n${uses}`)).toEqual(['GS2004 in every seed'])
  const given = 'claim c {\n  given interpolator relu_2n_plus_d on gaussian_cloud(n: 5, d: 2)'
  expect(faultsIn(`${given}\n  expect weights of mlp = 12\n}`)).toEqual(['GS2004 of mlp'])
})
