import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { expect, test } from 'vitest'
import { project } from '../support/genspec.js'
import { spec } from '../support/specs.js'

/** Metrics whose names contradict their units. */
const config = `
import { defineConfig, defineMetric } from 'genspec'

const metric = (name, declared, value) =>
  defineMetric({ name, summary: 'of the tests', ...declared, value: () => value })

export default defineConfig({
  kinds: [
    metric('half time', { unit: 'fraction', chart: 'loss', better: 'higher' }, 0.5),
    metric('test pause', { unit: 'seconds', better: 'lower' }, 1.5),
    metric('epochs lost', { unit: 'watts' }, 40),
  ],
})
`

const claims = `
expect half time > 40%
expect test pause < 2 seconds
expect epochs lost - 3 < 50 watts
`

test("a project's own metric is shown, judged and drawn in the unit that its config declares", async () => {
  const { genspec, folder } = await project({
    'genspec.config.ts': config,
    'a.gen': spec(claims, [[/until .*/, 'until 2 epochs']]),
  })
  const { code, stdout } = await genspec(
    ...['run', 'a.gen', '--reporter', 'verbose', '--reporter', 'json=a.json'],
    ...['--reporter', 'html=a.html'],
  )
  expect(stdout).toContain('half time > 40% (lowest 50%;')
  expect(stdout).toContain('test pause < 2 seconds (highest 1.5 s;')
  expect(stdout).toContain('epochs lost - 3 < 50 watts (highest 40 watts;')
  expect(code).toBe(0)

  const report = JSON.parse(await readFile(path.join(folder, 'a.json'), 'utf8'))
  const cases = report.claims[0].expectations.flatMap((one: { cases: unknown[] }) => one.cases)
  expect(cases.map((one: { evidence: { unit: string } }) => one.evidence.unit)).toEqual([
    'level',
    'seconds',
    'watts',
  ])

  const html = await readFile(path.join(folder, 'a.html'), 'utf8')
  expect(html).toContain('value, seconds')
  expect(html).toContain('value, watts')
  expect(html).toContain('Learning curves, loss by epoch')
  expect(html).not.toContain('Learning curves, accuracy')

  expect((await genspec('list', '--kinds')).stdout).toContain(
    'half time  of the tests [fraction, higher is better]',
  )
})

test('numbers of two units are not compared, added or subtracted, whatever their names', async () => {
  const wrong: [string, string][] = [
    ['half time > 3 seconds', 'a level cannot be compared with seconds'],
    ['test pause > 3 watts', 'seconds cannot be compared with watts'],
    ['wall time > test acc', 'seconds cannot be compared with a level'],
    ['epochs lost > epochs', 'watts cannot be compared with epochs'],
    ['test acc + epochs > 3', 'epochs added to a level'],
    ['peak memory - 3pp > 3', 'percentage points subtracted from bytes'],
    ['epochs to (train acc > 50%) < steps to (train acc > 50%)', 'epochs cannot be compared'],
  ]
  const { genspec } = await project({
    'genspec.config.ts': config,
    'a.gen': spec(wrong.map(([text]) => `expect ${text}`).join('\n')),
  })
  const { code, stderr } = await genspec('check')
  for (const [, message] of wrong) expect(stderr).toContain(`error[GS2008]: ${message}`)
  expect(code).toBe(2)
})

test('products and quotients of two units are plain numbers, which are compatible with every unit', async () => {
  const right = [
    'epochs * steps per epoch > 1',
    'epochs * steps per epoch < 2 times steps to (train acc > 50%)',
    'wall time / epochs < 60',
    'images per second * wall time > 1 * train examples',
    'test acc * epochs < 30 epochs',
    'train examples / steps per epoch = 20',
    '(epochs + epochs) / 2 = 10 epochs',
    'peak memory > params',
  ]
  const { genspec } = await project({
    'a.gen': spec(right.map((text) => `expect ${text}`).join('\n')),
  })
  const { code, stderr } = await genspec('check')
  expect(stderr).toBe('')
  expect(code).toBe(0)
})

test('a value outside the range of its unit is an error, never a pass', async () => {
  const impossible = `
import { defineConfig, defineMetric } from 'genspec'

const metric = (name, unit, value) =>
  defineMetric({ name, summary: 'of the tests', unit, value: () => value })

export default defineConfig({
  kinds: [
    metric('share', 'fraction', 5),
    metric('negative share', 'fraction', -0.2),
    metric('gap', 'points', 1.5),
    metric('pause', 'seconds', -3),
    metric('gain', 'decibels', -3),
  ],
})
`
  const { genspec } = await project({
    'genspec.config.ts': impossible,
    'a.gen':
      spec('expect share > 90%', [[/until .*/, 'until 2 epochs']]) +
      [
        ['negative', 'expect negative share < 50%'],
        ['gap', 'expect gap > 50pp'],
        ['pause', 'expect pause < 2 seconds'],
        ['reached', 'expect epochs to (share > 90%) < 2'],
        ['doubled', 'expect 2 * share > 90%'],
        ['fine', 'expect gain < 0 decibels'],
      ]
        .map(
          ([name, claim]) =>
            `\nclaim ${name} {\n  run mlp on digits with short over 2 seeds\n  ${claim}\n}\n`,
        )
        .join(''),
  })
  const { code, stdout } = await genspec('run', 'a.gen')
  expect(stdout).toContain('share is 5, but a fraction is from 0 to 1; write 0.05 for 5%')
  expect(stdout).toContain('negative share is -0.2, but a fraction is from 0 to 1')
  expect(stdout).toContain('gap is 1.5, but a difference of fractions is from -1 to 1')
  expect(stdout).toContain('pause is -3, but a time in seconds is at least 0')
  expect(stdout).toContain('1 passed, 6 in error')
  expect(code).toBe(3)
})
