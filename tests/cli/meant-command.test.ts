import { expect, test } from 'vitest'
import { project } from '../support/genspec.js'

test.each([
  ['chekc', 'check'],
  ['RUN', 'run'],
  ['comapre', 'compare'],
  ['stor', 'store'],
])('`genspec %s` asks whether `%s` was meant', async (written, meant) => {
  const { genspec } = await project({})
  const { code, stdout, stderr } = await genspec(written, 'specs')
  expect(stderr).toContain(`unknown command \`${written}\`; did you mean \`${meant}\`?`)
  expect(stdout).toBe('')
  expect(code).toBe(2)
})

test('a path is taken as a path, even if it resembles a command', async () => {
  const { genspec } = await project({ 'cheek/a.gen': 'claim one {\n  expect 1 < 2\n}\n' })
  expect((await genspec('cheek')).stdout).toContain('1 passed')
  expect((await genspec('transformers')).stderr).toContain('there is no file or folder')
  expect((await genspec('./chekc')).stderr).toContain('there is no file or folder')
})
