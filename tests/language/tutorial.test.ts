import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { format } from '../../src/language/format.js'
import { diagnose } from '../support/diagnose.js'

test('what the tutorial has its reader write is a right spec, formatted', () => {
  const page = readFileSync('docs/tutorial.md', 'utf8')
  const blocks = [...page.matchAll(/```gen\n([^`]*)```/g)].map(([, block = '']) => block)
  expect(blocks.length).toBe(3)
  const spec = blocks.join('\n')
  expect(diagnose(spec, 'tests/language/bad/tutorial.gen').text).toBe('')
  expect(format(spec)).toBe(spec)
})
