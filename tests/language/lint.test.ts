import { describe, expect, test } from 'vitest'
import { diagnose, inContext } from '../support/diagnose.js'

/** The warnings about the design of a claim, each with its help where that says more. */
function warnings(sentence: string, statements = ''): string[] {
  const claim = `claim c {\n  run mlp on digits with short over 3 seeds\n  ${statements}\n  expect ${sentence}\n}`
  const { diagnostics } = diagnose(inContext(`${claim}\n// mlp digits short\n`))
  expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([])
  return diagnostics
    .filter(({ code }) => code.startsWith('GS4'))
    .map(({ code, message }) => `${code} ${message}`)
}

describe('a comparison is looked at the same on whichever side its number is written', () => {
  test.each([
    ['test acc > 98.765%', '98.765% < test acc'],
    ['test error <= 1.2345%', '1.2345% >= test error'],
    ['test acc = 98.765%', '98.765% = test acc'],
    ['test acc ~ 50% within 0.5pp', '50% ~ test acc within 0.5pp'],
    ['test acc ~ 50% within 2pp', '50% ~ test acc within 2pp'],
  ])('`%s` and `%s`', (one, other) => {
    expect(warnings(one)).toHaveLength(1)
    expect(warnings(other)).toEqual(warnings(one))
  })

  test('`test acc > 150%` and `150% < test acc`', () => {
    const why = 'this never holds: `test acc` lies between 0% and 100%'
    expect(warnings('test acc > 150%')).toEqual([`GS4007 ${why}`])
    expect(warnings('150% < test acc')).toEqual([`GS4007 ${why}`])
  })
})

test('a trend along a sweep of one point never holds', () => {
  const sweep = (points: string) => `sweep p in [${points}]\n  under random labels p`
  const found = 'GS4007 this never holds: the sweep has one point'
  expect(warnings('test error increases with p', sweep('10%'))).toEqual([found])
  expect(warnings('test error increases with p', sweep('10%, 90%'))).toEqual([])
})

test('each claim is looked at, also beside one that is wrong', () => {
  const claim = (name: string, sentence: string) =>
    `claim ${name} {\n  run mlp on digits with short over 3 seeds\n  expect ${sentence}\n}`
  const both = `${claim('a', 'test acc > 3pp')}\n${claim('b', 'test acc > 150%')}`
  const { codes } = diagnose(inContext(`${both}\n// mlp digits short\n`))
  expect(codes).toEqual(['GS2008', 'GS4007'])
})

test.each([
  ['alpha 10%\n  expect test acc > 50%', '', ['10%']],
  ['alpha 5%\n  expect test acc > 50%', '', []],
  ['cites z table 1\n  expect test acc > 50%', 'paper z {\n  family alpha 0.1 by holm\n}', ['0.1']],
])('an error probability above 0.05 is warned of: %j %s', (statements, paper, places) => {
  const claim = `claim c {\n  run mlp on digits with short over 3 seeds\n  ${statements}\n}`
  const text = inContext(`${paper}\n${claim}\n`)
  const { diagnostics } = diagnose(text)
  expect(
    diagnostics.map(({ code, span }) => `${code} ${text.slice(span.start, span.end)}`),
  ).toEqual(places.map((place) => `GS4011 ${place}`))
})
