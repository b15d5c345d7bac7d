import { readFileSync, readdirSync } from 'node:fs'
import { expect, test } from 'vitest'
import { format } from '../../src/language/format.js'
import { parse } from '../../src/language/parse.js'
import { diagnose } from '../support/diagnose.js'
import { mutant } from '../support/mutate.js'

const good = ['specs'].flatMap((folder) =>
  readdirSync(folder)
    .filter((name) => name.endsWith('.gen'))
    .map((name) => readFileSync(`${folder}/${name}`, 'utf8')),
)

const mutants = 10_000
const chunk = 1_000

test.each(Array.from({ length: mutants / chunk }, (_, index) => index * chunk))(
  'specs damaged by the seeds from %i on: no crash, no hang, every refusal says where',
  (first) => {
    let refused = 0
    for (let seed = first; seed < first + chunk; seed++) {
      const text = mutant(good, seed)
      const started = process.cpuUsage()
      const { claims, diagnostics } = diagnose(text, 'tests/language/good/mutant.gen')
      const { user } = process.cpuUsage(started)
      expect(user, `seed ${seed}: seconds of computing`).toBeLessThan(1_000_000)
      const errors = diagnostics.filter(({ severity }) => severity === 'error')
      if (errors.length > 0) refused++
      else expect(claims.length, `seed ${seed}`).toBeGreaterThanOrEqual(0)
      const here = errors.filter(({ source }) => source.path.endsWith('mutant.gen'))
      if (errors.length > 0) expect(here.length, `seed ${seed}`).toBeGreaterThan(0)
      for (const { span } of here) {
        expect(span.start, `seed ${seed}`).toBeGreaterThanOrEqual(0)
        expect(span.start, `seed ${seed}`).toBeLessThanOrEqual(text.length)
      }
    }
    expect(refused).toBeGreaterThan(chunk / 2)
  },
)

test('formatting a damaged spec that still parses keeps its tree', () => {
  let parsed = 0
  for (let seed = 0; seed < 1_000; seed++) {
    const text = mutant(good, seed)
    const tree = treeOf(text)
    if (tree === undefined) continue
    parsed++
    const formatted = format(text)
    expect(treeOf(formatted), `seed ${seed}`).toEqual(tree)
    expect(format(formatted), `seed ${seed}`).toBe(formatted)
  }
  expect(parsed).toBeGreaterThan(100)
})

test.each([
  ['a line of a megabyte', `claim c {\n  expect ${'train acc + '.repeat(90_000)}1 > 0\n}`],
  ['a long line of names', `model m { ${'a '.repeat(500_000)}}`],
  ['ten thousand brackets', '('.repeat(10_000)],
  ['arithmetic of units that do not fit', `claim c {\n  expect ${'1% + '.repeat(390)}1 > 1pp\n}`],
  ['many signs', `claim c {\n  expect ${'- '.repeat(900)}1 > 0\n}`],
  ['nothing', ''],
  ['white space', ' \n\t\r\n'],
  ['bytes', '\u0000\u0001\uFFFF{\uD800'],
])('%s ends at once', (_what, text) => {
  const started = process.cpuUsage()
  const { diagnostics } = diagnose(text, 'tests/language/good/mutant.gen')
  expect(process.cpuUsage(started).user).toBeLessThan(1_000_000)
  if (text.trim() !== '') expect(diagnostics.length).toBeGreaterThan(0)
})

function treeOf(text: string): unknown {
  let broken = false
  const { declarations } = parse({ path: 'a.gen', text }, () => (broken = true))
  if (broken) return undefined
  return JSON.parse(
    JSON.stringify(declarations, (key, value: unknown) => (key === 'span' ? undefined : value)),
  )
}
