import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { format } from '../../src/language/format.js'
import { diagnose, diagnoseFile, inContext } from '../support/diagnose.js'

interface Example {
  heading: string
  example: string
}

/** The examples of a page, each with the heading that it stands under. */
function examplesOf(page: string): Example[] {
  const parts = readFileSync(page, 'utf8').split(/^(?=##? )/m)
  return parts.flatMap((part) => {
    const heading = /^##? (.*)/.exec(part)?.[1] ?? page
    return [...part.matchAll(/^```gen\n(.*?)^```/gms)].map(([, example = '']) => ({
      heading,
      example,
    }))
  })
}

describe.each(['docs/language.md', 'docs/datasets.md'])('%s', (page) => {
  test.each(examplesOf(page))('$heading: the example is right and formatted', ({ example }) => {
    const { diagnostics, text } = diagnose(inContext(example), 'tests/language/bad/example.gen')
    const errors = diagnostics.filter(({ severity }) => severity === 'error')
    expect(errors, text).toEqual([])
    expect(format(example)).toBe(example)
  })
})

test('the pages have examples', () => {
  expect(examplesOf('docs/language.md').length).toBeGreaterThan(9)
  expect(examplesOf('docs/datasets.md').length).toBeGreaterThan(1)
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
