import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { format } from '../../src/language/format.js'
import { diagnose, diagnoseFile, inContext } from '../support/diagnose.js'

const page = readFileSync('docs/language.md', 'utf8')
const examples = [...page.matchAll(/^## (.*)\n[^#]*?```gen\n([^`]*)```/gm)].map(
  ([, heading = '', example = '']) => ({ heading, example }),
)

test('the page has an example under every heading that describes a part of specs', () => {
  expect(examples.length).toBe([...page.matchAll(/^```gen$/gm)].length)
  expect(examples.length).toBeGreaterThan(9)
})

test.each(examples)('$heading: the example is right and formatted', ({ example }) => {
  const { diagnostics, text } = diagnose(inContext(example), 'tests/language/bad/example.gen')
  const errors = diagnostics.filter(({ severity }) => severity === 'error')
  expect(errors, text).toEqual([])
  expect(format(example)).toBe(example)
})

test('the models of Zhang et al. 2017 have the published numbers of parameters', () => {
  const { claims, text } = diagnoseFile('tests/language/good/paper-models.gen')
  expect(text).toBe('')
  const [claim] = claims
  const counts = claim?.expectations[0]?.cases.map(({ left }) =>
    left.type === 'constant' ? Math.round(50_000 * left.value) : undefined,
  )
  expect(counts).toEqual([1_649_402, 1_649_402, 1_387_786, 1_209_866, 1_735_178])
})
