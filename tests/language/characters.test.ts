import fc from 'fast-check'
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { applyFixes } from '../../src/diagnostics/apply-fixes.js'
import { parse } from '../../src/language/parse.js'
import type { Diagnostic } from '../../src/diagnostics/diagnostic.js'

function slipsIn(text: string): Diagnostic[] {
  const found: Diagnostic[] = []
  parse({ path: 'a.gen', text }, (diagnostic) => void found.push(diagnostic))
  return found
}

/** As `check --fix` does it. */
function fixed(text: string): string {
  const better = applyFixes(text, slipsIn(text))
  return better === text ? text : fixed(better)
}

const spec = readFileSync('specs/quickstart.gen', 'utf8')

/** What else than itself a character of code is written as, by careless tools and other keyboards. */
const otherwise: Record<string, string[]> = {
  ' ': ['\u00A0', '\u3000', '\u2009', '\u202F'],
  '"': ['＂'],
  '-': ['−', '－'],
  ',': ['，', '、'],
  '(': ['（'],
  ')': ['）'],
  '{': ['｛'],
  '}': ['｝'],
  '>': ['＞'],
  '~': ['～', '∼'],
  '=': ['＝'],
  '%': ['％'],
  '/': ['÷', '∕'],
  o: ['о', 'ο', 'ｏ', 'o\u200B'],
  a: ['а', 'ａ', 'a\u00AD'],
  e: ['е', '\u2060e'],
  '1': ['１', '١', '𝟏'],
  '5': ['５', '५'],
}

/** Offsets of code: not of titles and comments, and of letters only where others show the script. */
const code = [...spec.matchAll(/"[^"\n]*"|\/\/[^\n]*|[^\n]/g)]
  .filter(({ 0: found }) => found.length === 1 && found in otherwise)
  .map(({ index }) => index)
  .filter((at) => !/[a-z]/.test(spec[at] ?? '') || /^\w?[a-z]{4}/.test(spec.slice(at)))

test('what other tools make of characters is put right to the last one', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.tuple(fc.constantFrom(...code), fc.nat())), (changes) => {
      const chosen = new Map(changes)
      const text = [...spec].map((character, at) => {
        const others = otherwise[character] ?? []
        const which = chosen.get(at)
        return which === undefined ? character : (others[which % others.length] ?? character)
      })
      expect(fixed(text.join(''))).toBe(spec)
    }),
    { seed: 1, numRuns: 100 },
  )
})

test.each([
  ['“', '”'],
  ['„', '“'],
  ['«', '»'],
  ['‘', '’'],
  ['＂', '＂'],
  ['"', '”'],
  ['“', '"'],
])('texts in %s…%s are put in straight quotes', (open, close) => {
  const paper = 'paper p {\n  title "It\'s 5 > 3, not – “7”" // “so”\n  venue "B"\n}\n'
  const inner = paper.replace(' – “7”', '')
  const text = inner.replace('"It\'s 5 > 3, not"', `${open}It's 5 > 3, not${close}`)
  expect(fixed(text)).toBe(inner)
  expect(slipsIn(paper)).toEqual([])
})

test('texts, comments and names in other scripts may hold what is seen', () => {
  const seen = fc
    .string({ unit: 'grapheme', maxLength: 20 })
    .map((text) => text.replace(/["\p{C}\p{Zl}\p{Zp}]/gu, ''))
  fc.assert(
    fc.property(seen, seen, (title, comment) => {
      expect(slipsIn(`paper p {\n  title "${title}" // ${comment}\n}\n`)).toEqual([])
    }),
    { seed: 2, numRuns: 500 },
  )
  for (const name of [
    'сеть',
    'сеть_mlp',
    'réseau',
    '神经网络',
    'Ελλάδα',
    'α_2',
    'größe-1',
    '模型2',
  ]) {
    expect(slipsIn(`model ${name} {\n  flatten\n}\n`)).toEqual([])
  }
})

test.each([
  ['0,5', '0.5'],
  ['0,500', '0.500'],
  ['99,5%', '99.5%'],
  ['1,5e-3', '1.5e-3'],
  ['1,000', '1_000'],
  ['12,345,678', '12_345_678'],
  ['1,234.5', '1_234.5'],
  ['1.234,5', '1_234.5'],
  ['1.234.567', '1_234_567'],
  ["1'234", '1_234'],
  ['1 234', '1_234'],
  ['1\u202F234', '1_234'],
  ['.5', '0.5'],
  ['5.', '5'],
  ['50 %', '50%'],
  ['５０．５％', '50.5%'],
])('%s is the number %s', (written, meant) => {
  const claim = (number: string) => `claim c {\n  expect a > ${number}\n}\n`
  expect(fixed(claim(written))).toBe(claim(meant))
  expect(slipsIn(claim(meant))).toEqual([])
})

test.each([
  '[1,2,3]',
  '[0.5,0.75]',
  '[10%,20%]',
  'f(1,2)',
  'f(3, 4)',
  '[1_000, 2_000]',
  '1_000 train, 500 test',
])('%s is several values', (values) => {
  expect(slipsIn(`dataset d {\n  take ${values}\n}\n`)).toEqual([])
})

test.each([
  ['[1, 2,]', '[1, 2]'],
  ['[\n    1,\n    2, // two\n  ]', '[\n    1,\n    2 // two\n  ]'],
  ['f(1,)', 'f(1)'],
  ['[,1]', '[1]'],
  ['[1,,2]', '[1,2]'],
  ['[0,5; 0,75]', '[0.5, 0.75]'],
])('%j has a comma too many', (written, meant) => {
  const block = (values: string) => `dataset d {\n  take ${values}\n}\n`
  expect(fixed(block(written))).toBe(block(meant))
})

test('a slip hides no other mistake, and leads to none', () => {
  const text = 'training t {\n  rate\u00A00,1\n  batch == 5\n  until train acc ≥ 0.9\n}\n'
  expect(slipsIn(text).map(({ code: found }) => found)).toEqual([
    'GS1023',
    'GS1013',
    'GS1024',
    'GS1004',
  ])
})
