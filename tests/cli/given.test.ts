import { describe, expect, test } from 'vitest'
import { project } from '../support/genspec.js'

const theorem = `
claim theorem_1 {
  given interpolator relu_2n_plus_d on gaussian_cloud(n: 50, d: 4)
  expect weights = 2 * n + d
  expect max residual < 1e-6
}
`

describe('a claim about a computation', () => {
  test('is computed once, judged, and taken from the store afterwards', async () => {
    const { genspec } = await project({ 'a.gen': theorem })
    const first = await genspec('a.gen')
    expect(first.stdout).toContain('✓ weights = 2 * n + d, exactly')
    expect(first.stdout).toContain('✓ the one seed has max residual < 1e-6')
    expect(first.code).toBe(0)
    const second = await genspec('a.gen')
    expect(second.stdout).toContain('(0 runs trained')
    expect(second.code).toBe(0)
  })

  test('fails if it does not hold', async () => {
    const { genspec } = await project({ 'a.gen': theorem.replace('2 * n + d', '2 * n') })
    const { code, stdout } = await genspec('a.gen')
    expect(stdout).toContain('✗')
    expect(code).toBe(1)
  })

  test('sweeps one of its parameters', async () => {
    const spec = `
experiment depths {
  given interpolator relu_depth_k depth k on gaussian_cloud(n: 60, d: 4)
  sweep k in [3, 5, 8]
}
claim narrower {
  over depths
  expect width decreases with k
  expect max residual at k = 8 < 1e-6
}
`
    const { genspec } = await project({ 'a.gen': spec })
    const { code, stdout } = await genspec('a.gen')
    expect(stdout).toContain('width decreases with k')
    expect(code).toBe(0)
  })

  test.each([
    [
      'an unknown computation',
      'interpolator relu',
      'interpolate relu',
      'did you mean `interpolator`?',
    ],
    ['an unknown measure', 'max residual', 'max residul', 'did you mean `max residual`?'],
    ['no points', ' on gaussian_cloud(n: 50, d: 4)', '', '`interpolator` needs `on POINTS`'],
    ['a missing parameter', 'n: 50, d: 4', 'n: 50', 'd 1'],
  ])('%s is an error before anything is computed', async (_, from, to, message) => {
    const { genspec } = await project({ 'a.gen': theorem.replaceAll(from, to) })
    const { code, stderr } = await genspec('check', 'a.gen')
    expect(stderr).toContain(message)
    expect(code).toBe(2)
  })
})
