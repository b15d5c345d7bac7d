import fc from 'fast-check'
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import type { Declaration } from '../../src/language/tree.js'
import { format } from '../../src/language/format.js'
import { parse } from '../../src/language/parse.js'

const specs = [
  ...['specs/quickstart.gen', 'specs/cifar-mlp.gen'],
  'tests/language/good/paper-models.gen',
].map((file) => readFileSync(file, 'utf8'))

/** The tree without its spans. */
function treeOf(text: string): Declaration[] {
  const { declarations } = parse({ path: 'a.gen', text }, ({ message }) => {
    throw new Error(`${message} in\n${text}`)
  })
  return JSON.parse(
    JSON.stringify(declarations, (key, value: unknown) => (key === 'span' ? undefined : value)),
  )
}

const name = fc.stringMatching(/^[a-z][a-z0-9_]{0,8}$/).map((word) => `x${word}`)
const quantity = fc.oneof(
  fc.nat(2_000_000).map(String),
  fc.tuple(fc.nat(999), fc.constantFrom('%', 'pp', 'k')).map((parts) => parts.join('')),
  fc.tuple(fc.nat(99), fc.nat(99)).map((parts) => parts.join('x')),
  fc.constantFrom('5e-4', '0.95', '1_649_402', '-1', '"a title // not a comment"'),
)
const item: fc.Arbitrary<string> = fc.oneof(
  { maxDepth: 3 },
  name,
  quantity,
  fc
    .tuple(name, fc.array(quantity, { maxLength: 3 }))
    .map(([f, args]) => `${f}(${args.join(' , ')})`),
  fc.array(quantity, { maxLength: 3 }).map((items) => `[ ${items.join(',')} ]`),
)
const setting = fc
  .array(item, { minLength: 1, maxLength: 4 })
  .map((rest) => ['y', ...rest].join('  '))
const expectation = fc
  .tuple(
    name,
    fc.constantFrom('<', '<=', '>=', '='),
    name,
    fc.constantFrom('+', '-', '*', '/'),
    fc.nat(99),
  )
  .map(
    ([left, relation, right, operator, number]) =>
      `expect ${left}${relation}${right} ${operator} ${number}%`,
  )
const comment = fc.constantFrom('// said  so', '', '   ')
const statement = fc
  .tuple(comment, fc.constantFrom('', '\t', '      '), fc.oneof(setting, expectation), comment)
  .map(([above, indent, text, behind]) => `${above}\n${indent}${text} ${behind}\n`)
const block = fc
  .tuple(fc.constantFrom('model', 'claim', 'training'), name, fc.array(statement, { maxLength: 5 }))
  .map(([kind, named, statements]) => `${kind}   ${named}{\n${statements.join('')}}\n\n\n`)
const file = fc.array(block, { maxLength: 4 }).map((blocks) => blocks.join(''))

test('formatting keeps the tree and the comments, and formats once and for all', () => {
  fc.assert(
    fc.property(file, (text) => {
      const formatted = format(text)
      expect(treeOf(formatted)).toEqual(treeOf(text))
      expect(format(formatted)).toBe(formatted)
      expect(formatted.split('// said  so').length).toBe(text.split('// said  so').length)
      expect(formatted).not.toMatch(/\n\n\n|[ \t]\n|\t|[^ \n] {2,}(?!so)\S/)
    }),
    { seed: 1, numRuns: 300 },
  )
})

test('other white space between words is no other spec', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...specs),
      fc.nat(),
      fc.constantFrom('\t', '   ', ' \t '),
      (text, at, space) => {
        const spaces = [...text.matchAll(/(?<=\S) (?=\S)/g)].map(({ index }) => index)
        const place = spaces[at % spaces.length] ?? 0
        const inText = /"[^"\n]*$|\/\/.*$/.test(text.slice(0, place))
        fc.pre(!inText)
        const changed = text.slice(0, place) + space + text.slice(place + 1)
        expect(treeOf(changed)).toEqual(treeOf(text))
        expect(format(changed)).toBe(format(text))
      },
    ),
    { seed: 2, numRuns: 100 },
  )
})

test.each(specs)('the specs of the project are formatted', (text) => {
  expect(format(text)).toBe(text)
})
