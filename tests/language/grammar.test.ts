import { readFileSync } from 'node:fs'
import { extractExamples } from 'ohm-js/extras'
import { expect, test } from 'vitest'
import { grammar } from '../../src/language/grammar.js'

const examples = extractExamples(readFileSync('grammar/genspec.ohm', 'utf8'))

test('the grammar has examples of what must and of what must not parse', () => {
  expect(examples.filter(({ shouldMatch }) => shouldMatch).length).toBeGreaterThan(25)
  expect(examples.filter(({ shouldMatch }) => !shouldMatch).length).toBeGreaterThan(10)
})

test.each(examples)('$rule: $example, $shouldMatch', ({ rule, example, shouldMatch }) => {
  expect(grammar.match(example, rule).succeeded()).toBe(shouldMatch)
})
