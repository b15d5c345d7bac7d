import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { Store } from '../../src/store/store.js'
import { project } from '../support/genspec.js'
import { spec } from '../support/specs.js'
import { curveTo, plannedRuns, recordOf } from '../support/stored-runs.js'

const portable = ['--engine', 'portable']

describe('filters', () => {
  const two = `paper zhang2017 { title "Understanding" }
paper arpit2017 { title "A Closer Look" }
${spec('cites zhang2017 table 1\ntags fast\nexpect train acc > 0.9')}
claim second "The second one" {
  cites arpit2017 figure 1
  tags fast, slow
  run mlp on digits with short over 2 seeds
  expect test acc > 0.5
}
`
  const selected = async (...args: string[]) => {
    const { genspec } = await project({ 'a.gen': two })
    const { stdout, stderr, code } = await genspec(
      'plan',
      ...portable,
      '--no-probe',
      '--json',
      ...args,
    )
    if (code !== 0) return stderr
    return (JSON.parse(stdout) as { claims: { name: string }[] }).claims.map(({ name }) => name)
  }

  test.each([
    [['-t', 'ex.*ple'], ['example']],
    [['-t', '^The second'], ['second']],
    [
      ['--tag', 'fast'],
      ['example', 'second'],
    ],
    [['--tag', 'fast', '--tag', 'slow'], ['second']],
    [['--paper', 'zhang2017'], ['example']],
    [
      ['--paper', 'zhang2017', '--paper', 'arpit2017'],
      ['example', 'second'],
    ],
    [['a.gen:24'], ['example']],
    [['a.gen:33'], ['second']],
  ])('%j', async (args, names) => {
    expect(await selected(...args)).toEqual(names)
  })

  test.each([
    ['a.gen:500', 'line 500 of a.gen is in no claim; nearest: `second` (lines 29 to 34)'],
    ['a.gen:5', 'line 5 of a.gen is in no claim; nearest: `example` (lines 22 to 27)'],
    ['a.gen:28', '`example` (lines 22 to 27) and `second` (lines 29 to 34)'],
    ['a.gen:0', 'line 0 of a.gen is in no claim'],
  ])('%s chooses no claim', async (place, message) => {
    expect(await selected(place)).toContain(message)
  })

  test.each([
    ['that is open', '[', 'missing closing ]'],
    ['that looks ahead', '(?=x)', 'invalid or unsupported Perl syntax: `(?=`'],
    ['of a million', '(a{1000}){1000}', 'invalid repeat count'],
    ['that is long', 'x'.repeat(501), 'It is longer than 500 characters.'],
  ])('a pattern %s is a usage error', async (_what, pattern, message) => {
    expect(await selected('-t', pattern)).toContain(message)
  })

  test('no pattern takes longer than its text', async () => {
    const { genspec } = await project({
      'a.gen': `// a claim of many words\nclaim ${'a'.repeat(1_000)} {\n  expect 1 > 0\n}\n`,
    })
    const { code, stderr } = await genspec('accept', '-t', '^(a+)+$x', '--engine', 'portable')
    expect(stderr).toContain('no claim matches the filters')
    expect(code).toBe(2)
  })

  test('what matches nothing is an error that names the claims', async () => {
    expect(await selected('-t', 'nothing here')).toContain(
      'no claim matches the filters; there are 2: example, second',
    )
  })
})

describe('deciding early', () => {
  test('after a counter-example nothing more is trained, unless all is asked for', async () => {
    const { genspec, folder } = await project({
      'a.gen': spec('expect train acc > 0.9').replace('over 2 seeds', 'over 5 seeds'),
    })
    const { runs } = await plannedRuns([path.join(folder, 'a.gen')])
    const store = new Store(path.join(folder, '.genspec/runs'))
    const [first] = runs
    if (first) await store.write(recordOf(first, curveTo(0.5, 0.4)))
    const { stdout, code } = await genspec('a.gen', ...portable)
    expect(stdout).toContain('0 runs to train, 1 from the store')
    expect(stdout).toContain('✗ seed 0 has 50%, so train acc > 0.9 fails')
    expect(code).toBe(1)
    for (const run of runs.slice(2)) await store.write(recordOf(run, curveTo(0.5, 0.4)))
    const complete = await genspec('a.gen', ...portable, '--complete')
    expect(complete.stdout).toContain('1 run to train, 4 from the store')
    expect(complete.stdout).toContain('(1 run trained, ')
  })

  test('a stopped run decides the claim that it was stopped for, and goes on for another', async () => {
    const { genspec, folder } = await project({
      'a.gen': spec('expect epochs to (train acc > 30%) < 8').replace(
        'over 2 seeds',
        'over 1 seeds',
      ),
      'b.gen': spec('expect train acc > 0.5').replace('over 2 seeds', 'over 1 seeds'),
    })
    const { runs } = await plannedRuns([path.join(folder, 'a.gen')])
    const [run] = runs
    if (run === undefined) throw new Error('the spec needs a run')
    const stopped = { status: 'stopped', reason: 'no verdict depends on the rest of it' } as const
    const store = new Store(path.join(folder, '.genspec/runs'))
    await store.write(recordOf(run, curveTo(0.95, 0.6).slice(0, 5), stopped))
    const enough = await genspec('a.gen', ...portable)
    expect(enough.stdout).toContain('0 runs to train, 1 from the store')
    expect(enough.code).toBe(0)
    const more = await genspec('b.gen', ...portable)
    expect(more.stdout).toContain('(1 run trained, ')
    expect(store.read(run.key)?.status).toBe('finished')
  })
})
