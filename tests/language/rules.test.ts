import { existsSync, readFileSync, readdirSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { applyFixes } from '../../src/diagnostics/apply-fixes.js'
import { rules } from '../../src/diagnostics/rules.js'
import { errorsPage } from '../../src/diagnostics/render/errors-page.js'
import { diagnose, diagnoseFile, inContext } from '../support/diagnose.js'

const bad = 'tests/language/bad'

describe.each(rules)('$code $title', ({ code, wrong, right }) => {
  test('the wrong example has this mistake, and the right one has none', () => {
    expect(diagnose(inContext(wrong), `${bad}/wrong.gen`).codes).toContain(code)
    expect(diagnose(inContext(right), `${bad}/right.gen`).text).toBe('')
  })

  test('the whole message is as it was', async () => {
    const file = `${bad}/${code.toLowerCase()}.gen`
    expect(existsSync(file), `${file} is missing`).toBe(true)
    const { codes, text } = diagnoseFile(file)
    expect(codes).toContain(code)
    await expect(`${text}\n`).toMatchFileSnapshot(path.resolve(`${bad}/${code.toLowerCase()}.txt`))
  })
})

const files = readdirSync(bad).filter((name) => name.endsWith('.gen') && name.startsWith('slip-'))

test.each(files)('%s is recognised and said as it was', async (name) => {
  const { text } = diagnoseFile(`${bad}/${name}`)
  await expect(`${text}\n`).toMatchFileSnapshot(path.resolve(bad, name.replace('.gen', '.txt')))
})

test('a fix mends what it is for: what is left has fewer mistakes', () => {
  for (const { code, wrong } of rules) {
    const text = inContext(wrong)
    const before = diagnose(text, `${bad}/wrong.gen`).diagnostics
    const fixed = applyFixes(text, before)
    if (fixed === text) continue
    const after = diagnose(fixed, `${bad}/wrong.gen`).diagnostics
    expect(after.length, `${code}:\n${fixed}`).toBeLessThan(before.length)
  }
})

test('brackets that are not closed are closed where the text parses, also behind a comma', () => {
  const file = `${bad}/slip-unclosed.gen`
  const text = readFileSync(file, 'utf8')
  const fixed = applyFixes(text, diagnose(text, file).diagnostics)
  expect(fixed).toContain('sweep p in [0%, 10%]\n')
  expect(diagnose(fixed, file).codes.filter((code) => code.startsWith('GS1'))).toEqual([])
})

test('docs/errors.md is what `npm run docs:errors` writes', () => {
  expect(readFileSync('docs/errors.md', 'utf8')).toBe(errorsPage(rules))
})

test('every code is used once', () => {
  const codes = rules.map(({ code }) => code)
  expect(new Set(codes).size).toBe(codes.length)
})

test('a statement that does not parse leads to no second error', () => {
  const text = [
    'dataset broken {',
    '  source = mnist-10k',
    '}',
    '',
    'dataset small {',
    '  source mnist-10k',
    '  take 2_000 train, 1_000 test',
    '}',
    '',
    'dataset smaller = small with take 1_000 train, 500 test',
    '',
    'model m {',
    '  flatten',
    '  dense classes',
    '}',
    '',
    'training t {',
    '  optimizer: sgd',
    '  rate 0.1',
    '  until 3 epochs',
    '}',
    '',
    'claim one {',
    '  run m on broken with t over 3 seeds',
    '  expect train acc > 50%',
    '}',
    '',
    'claim two {',
    '  run m on smaller with t over 3 seeds;',
    '  expect train acc > 50%',
    '}',
    '',
  ].join('\n')
  expect(diagnose(text).codes).toEqual(['GS1006'])
  expect(diagnose(text).diagnostics).toHaveLength(3)
})
