import { expect, test } from 'vitest'
import { project } from '../support/genspec.js'
import { spec } from '../support/specs.js'

const claim = `over 2 seeds in profile quick, slow
  expect train loss < 100`
const profiles = 'profile quick { seeds 1 }\nprofile slow { seeds 4 }\nprofile paper { seeds 5 }\n'

test.each([
  ['quick', '0, 1'],
  ['slow', '0, 1'],
  ['paper', '0 to 4'],
])('in profile %s the claim plans the seeds %s', async (profile, seeds) => {
  const text = profiles + spec(claim).replace('over 2 seeds\n', 'over 3 seeds\n')
  const { genspec } = await project({ 'a.gen': text })
  const { stdout } = await genspec('plan', 'a.gen', '--profile', profile, '--engine', 'portable')
  expect(stdout).toContain(`mlp on digits with short  ${seeds}  new`)
})

test('a profile that is not declared is named at its place', async () => {
  const { genspec } = await project({ 'a.gen': spec('over 2 seeds in profile quik') })
  const { code, stderr } = await genspec('check', 'a.gen')
  expect(stderr).toContain('unknown profile `quik`')
  expect(code).toBe(2)
})

test('two numbers for one profile are an error', async () => {
  const twice = 'over 2 seeds in profile quick\nover 4 seeds in profile quick'
  const { genspec } = await project({ 'a.gen': profiles + spec(twice) })
  const { code, stderr } = await genspec('check', 'a.gen')
  expect(stderr).toContain('this claim has more than one `over … in profile quick`')
  expect(code).toBe(2)
})
