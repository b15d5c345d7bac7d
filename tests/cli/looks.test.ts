import { expect, test } from 'vitest'
import { project } from '../support/genspec.js'
import { spec } from '../support/specs.js'

test('with declared looks, seeds train one after the other until a look decides', async () => {
  const changes: [RegExp, string][] = [
    [/or 10 epochs\n}/, 'or 2 epochs\n}\ntraining other = short with rate 0.11'],
  ]
  const text = spec(
    `expect train acc > 0.2 on average over 3..4 seeds
     expect test acc with other > test acc with short over 3..4 seeds`,
    changes,
  )
  const { genspec } = await project({ 'a.gen': text })
  const { stdout } = await genspec('a.gen')
  expect(stdout).toContain('6 runs to train')
  expect(stdout).toMatch(
    /✓ mean train acc [\d.]+%; the 9\d\.\d+% bound [\d.]+% is above 20%; decided at the look after 3 of 4 seeds/,
  )
  expect(stdout).toMatch(/\? other is .*; 4 seeds do not decide/)
  expect(stdout).toMatch(/8 runs trained/)
  // What was stored is judged the same, and nothing is trained.
  const again = await genspec('a.gen')
  expect(again.stdout).toContain('0 runs to train, 8 from the store')
  expect(verdicts(again.stdout)).toEqual(verdicts(stdout))
})

function verdicts(stdout: string): string[] {
  return stdout.split('\n').filter((line) => /^\s+[✓✗?!-] /.test(line))
}
