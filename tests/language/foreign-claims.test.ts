import { expect, test } from 'vitest'
import { applyFixes } from '../../src/diagnostics/apply-fixes.js'
import { diagnose } from '../support/diagnose.js'

const blocks = `dataset digits {
  source mnist-10k
  take 100 train, 100 test
}
model mlp(k = 4) {
  flatten
  dense k relu
  dense classes
}
training short {
  optimizer sgd
  rate 0.1
  until 2 epochs
}
`

function errorsIn(rest: string) {
  const text = blocks + rest
  const errors = diagnose(text).diagnostics.filter(({ severity }) => severity === 'error')
  return { text, errors }
}

const claim = (line: string) =>
  `claim c {\n  run mlp on digits with short over 3 seeds\n  ${line}\n}\n`

test.each([
  [
    claim('expect train acc > test acc > 50%'),
    '> 50%',
    'write one `expect` statement for each pair',
  ],
  [claim('expect 20% < test acc <= 50%'), '<= 50%', 'an expectation compares two sides'],
  [claim('expect epochs to (train loss < 1) < 5 < 7'), '< 7', 'an expectation compares two sides'],
  ['claim c {\n  over below, above\n  expect 1 < 2\n}\n', ', above', 'write a claim for each'],
  [claim('expect train acc at epoch 100 > 50%'), 'at epoch 100', 'says `until 100 epochs`'],
  [claim('expect train acc at step 2k > 50%'), 'at step 2k', 'says `until 2k steps`'],
])('%j is one error that says what to write', (rest, place, help) => {
  const { text, errors } = errorsIn(rest)
  expect(errors.map(({ code }) => code)).toEqual(['GS1013'])
  const [error] = errors
  expect(text.slice(error?.span.start).startsWith(place)).toBe(true)
  expect(error?.help).toContain(help)
})

test.each([
  [
    'training q = short with until no improvement for 5 epochs\n',
    'training q = short with until epochs since best test loss >= 5 or 300 epochs\n',
  ],
  [
    'experiment e {\n  run mlp(k) on digits with short over 2 seeds\n  sweep k in [2, 4]\n  sweep p in [0%, 20%]\n  under random labels p\n}\nclaim c {\n  over e\n  expect train acc at k = 2, p = 20% > 0.5\n}\n',
    'expect train acc at k = 2 at p = 20% > 0.5',
  ],
])('the fix of %j', (rest, fixed) => {
  const { text, errors } = errorsIn(rest)
  expect(errors).toHaveLength(1)
  expect(applyFixes(text, errors)).toContain(fixed)
})

test.each([
  ['training b = nosuch with until 3 epochs', 'nosuch'],
  ['dataset b = nosuch with take 10 train, 5 test', 'nosuch'],
])('an unknown base is the only error: %s', (declaration, name) => {
  const [kind = ''] = declaration.split(' ')
  const arm = kind === 'training' ? 'on digits with b' : 'on b with short'
  const { text, errors } = errorsIn(
    `${declaration}\nclaim c {\n  run mlp ${arm} over 3 seeds\n  expect train acc > 50%\n}\n`,
  )
  expect(errors.map(({ code, span }) => `${code} ${text.slice(span.start, span.end)}`)).toEqual([
    `GS2001 ${name}`,
  ])
})
