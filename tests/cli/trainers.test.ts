import { execFileSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { readFile, readdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { endOf, project } from '../support/genspec.js'
import { trainerProject } from '../support/trainer.js'

const claim = (name: string, run: string, ...expects: string[]) =>
  [`claim ${name} {`, `  run ${run}`, ...expects.map((one) => `  expect ${one}`), '}\n'].join('\n')

test('a program of the project trains arms, sweeps and seeds like a model; its measurements are judged and stored', async () => {
  const spec = [
    'experiment widths {\n  run resnet over 2 seeds\n  sweep w in [16, 64]\n}\n',
    'claim width {\n  over widths\n  expect test acc with width w increases with w\n}\n',
    claim(
      'settings',
      'resnet(width: 16) over 2 seeds',
      'test acc with dropout on > test acc without dropout + 1pp',
      'test acc ~ chance within 5pp under random labels',
      'ece < 10%',
      'generalization gap < 30pp',
      'epochs to (train acc > 60%) = 2 epochs',
      'best test acc > 50%',
      'test examples = 500',
    ),
  ].join('\n')
  const { genspec, folder } = await trainerProject({ 'a.gen': spec })
  const { code, stdout, stderr } = await genspec('run', '--reporter', 'verbose')
  expect(stderr).not.toContain('error')
  expect(stdout).toContain('resnet with width 16 under random labels, seed 0')
  expect(stdout).toContain('resnet with width 16 dropout on, seed 1')
  expect(stdout).toContain('test acc with dropout on is 5pp above test acc without dropout')
  expect(stdout).toContain('the spread is taken as 0.85pp, the least for such a measurement')
  expect(stdout).toContain('epochs to (train acc > 60%) = 2 epochs, exactly in 2 seeds')
  expect(stdout).toContain('8 runs trained')
  expect(code).toBe(0)

  // Equal set-ups are one run, whatever their names.
  expect((await genspec('run')).stdout).toContain('8 from the store')

  const plan = await genspec('plan', '--json')
  const { runs, totals } = JSON.parse(plan.stdout)
  expect(totals).toMatchObject({ stored: 8, new: 0 })
  expect(runs[0].label).toBe('resnet with width 16')

  const key = runs[0].key as string
  const place = path.join(folder, '.genspec', 'runs', key)
  const { record } = JSON.parse(await readFile(path.join(place, 'record.json'), 'utf8'))
  expect(record.engine).toMatchObject({ name: 'outside', device: 'one abacus' })
  expect(record.provenance.trainer.environment).toMatchObject({ device: 'one abacus' })
  expect(record.provenance.trainer.command.slice(0, 2)).toEqual(['node', 'train.mjs'])
  expect(Object.keys(record.setup.sources)).toEqual(['train.mjs', 'models/spread.mjs'])
  expect(record.curve).toMatchObject({ epoch: [1, 2, 3], trainAccuracy: [0.5, 0.666666667, 0.75] })
  expect(record.curve.testAccuracy).toEqual([null, null, 0.516])
  expect(await readFile(path.join(place, 'trainer.log'), 'utf8')).toContain('loading')
  const shown = await genspec('show', 'run', key)
  expect(shown.stdout).toContain('run resnet with width 16')
  expect(shown.stdout).toContain('one abacus')

  const again = await genspec('rerun', key)
  expect(again.stdout).toContain('the same to the last bit')
  expect(again.code).toBe(0)

  await writeFile(
    path.join(folder, 'b.gen'),
    claim('alone', 'resnet with width 16 over 2 seeds', 'ece < 10%'),
  )
  expect((await genspec('run', 'b.gen')).stdout).toContain('2 from the store')
  expect((await genspec('accept', 'b.gen')).code).toBe(0)
  const replicated = await genspec('replicate', 'b.gen')
  expect(replicated.stdout).toContain('2 runs trained')
  expect(replicated.code).toBe(0)

  await genspec('store', 'export', 'runs.tgz')
  const other = await trainerProject({
    'b.gen': await readFile(path.join(folder, 'b.gen'), 'utf8'),
  })
  await writeFile(
    path.join(other.folder, 'runs.tgz'),
    await readFile(path.join(folder, 'runs.tgz')),
  )
  expect((await other.genspec('store', 'import', 'runs.tgz')).code).toBe(0)
  expect((await other.genspec('run')).stdout).toContain('2 from the store')
  expect(existsSync(path.join(other.folder, '.genspec', 'runs', key, 'trainer.log'))).toBe(true)

  // A changed source gives another run, and `why` names it.
  await writeFile(path.join(folder, 'models', 'spread.mjs'), 'export const spread = () => 0\n')
  const why = await genspec('why', 'alone', 'b.gen')
  expect(why.stdout).toMatch(/here +source models\/spread\.mjs, content [0-9a-f]{12}/)
  expect((await genspec('rerun', key)).stderr).toContain('models/spread.mjs changed')
})

describe('faults are reported, and no control character reaches the terminal', () => {
  const faults: [fault: string, said: string | RegExp][] = [
    ['crash', /ended with exit code 1; its log ends: .*Error: a kernel \\x1b\[31mfailed/],
    ['killed', /lost twice|killed \(SIGKILL\); the machine may have run out of memory/],
    ['silent', 'it ended without reporting values; its log ends: loading'],
    ['text', "it wrote a line that is not a JSON object: {'train acc': 0.5}"],
    [
      'share',
      'its `train acc` in epoch 1 is 93.1, but a fraction is from 0 to 1; write 0.931 for 93.1%',
    ],
    ['missing', 'it promises `ece` and did not report it'],
    ['loss', 'train loss became NaN in epoch 2'],
    ['order', 'it reports epoch 1 after epoch 1'],
  ]

  test('faults of a program', async () => {
    const spec = faults.map(([fault]) =>
      claim(fault, `resnet with fault ${fault} over 1 seed`, 'train acc > 10%', 'ece < 50%'),
    )
    const more = [
      claim('hang', 'limited with fault hang over 1 seed', 'ece < 50%'),
      claim('absent', 'nowhere over 1 seed', 'ece < 50%'),
    ]
    const { genspec } = await trainerProject({ 'a.gen': [...spec, ...more].join('\n') })
    const { code, stdout } = await genspec('run', '--jobs', '2', '--reporter', 'verbose')
    for (const [, said] of faults) expect(stdout).toMatch(said)
    expect(stdout).toContain('it had not ended after 1 s, its time limit')
    expect(stdout).toContain('there is no program `no-such-program`')
    expect(stdout).not.toContain('\u001b')
    expect(stdout).toContain('10 in error')
    expect(code).toBe(3)
  })

  const wrong: [spec: string, said: string][] = [
    [
      claim('c', 'resnet with widht 16 over 1 seed', 'ece < 1'),
      '`widht` is not a setting of `resnet`',
    ],
    [claim('c', 'resnet with width many over 1 seed', 'ece < 1'), '`width` takes an integer'],
    [claim('c', 'resnet with dropout maybe over 1 seed', 'ece < 1'), '`maybe` is not a setting'],
    [
      claim('c', 'resnet on digits over 1 seed', 'ece < 1'),
      '`on digits` is not a setting of trainer',
    ],
    [
      claim('c', 'resnet over 1 seed', 'test loss < 1'),
      'unknown metric of trainer `resnet` `test loss`',
    ],
    [
      claim('c', 'resnet over 1 seed', 'best test epoch < 3 under noise'),
      '`noise` is not a setting of `resnet`',
    ],
    [
      claim('c', 'resnet over 1 seed', 'epochs to (test loss < 1) < 3'),
      'unknown metric `test loss`',
    ],
    [claim('c', 'resnet over 1 seed', 'steps to (train acc > 1%) < 3'), 'unknown metric'],
    ['profile p {\n  trainer resnte epochs 2\n}\n', 'unknown trainer `resnte`'],
  ]
  test('mistakes in a spec', async () => {
    const files = wrong.map(([spec], index) => [`${index}.gen`, spec])
    const { genspec } = await trainerProject(Object.fromEntries(files) as Record<string, string>)
    const { code, stderr } = await genspec('check')
    for (const [, said] of wrong) expect(stderr).toContain(said)
    expect(stderr).toContain(`${wrong.length} errors`)
    expect(code).toBe(2)
  })
})

test('a run ends as soon as its verdict is known, and a profile changes the settings of a trainer', async () => {
  const spec = [
    claim('soon', 'resnet with fault hang over 1 seed', 'epochs to (train acc > 40%) < 5 epochs'),
    'profile long {\n  trainer resnet epochs 500\n}\n',
    claim('profiled', 'resnet over 1 seed', 'epochs = 500 epochs'),
  ].join('\n')
  const { genspec } = await trainerProject({ 'a.gen': spec })
  const { stdout } = await genspec('run', '--profile', 'long', '--reporter', 'verbose')
  expect(stdout).toMatch(/epochs 500 fault hang, seed 0 .*stopped/)
  expect(stdout).toContain('resnet with epochs 500, seed 0')
  expect(stdout).toContain('2 passed')
})

test('a trainer can report values through a file, and has its own environment', async () => {
  const { genspec, folder } = await trainerProject({
    'a.gen': claim('c', 'to_file over 1 seed', 'test acc > 50%'),
  })
  expect((await genspec('run')).code).toBe(0)
  const [key = ''] = (await readdir(path.join(folder, '.genspec', 'runs'))).filter(
    (name) => name.length === 64,
  )
  const { stdout } = await genspec('show', 'run', key, '--json')
  const { provenance } = JSON.parse(stdout)
  expect(provenance.trainer.environment).toEqual({ device: 'one abacus', flavour: 'plain' })
})

test('doctor runs the beginning of a trainer twice and reports if its numbers repeat', async () => {
  const { genspec } = await trainerProject()
  const same = await genspec('doctor', '--trainer', 'resnet', '--with', 'width 16')
  expect(same.stdout).toMatch(
    /resnet with width 16: run twice with the same seed, \d+ numbers of [23] evaluations are the same/,
  )
  expect(same.code).toBe(0)
  const noisy = await genspec('doctor', '--trainer', 'noisy')
  expect(noisy.stdout).toMatch(
    /its numbers differ\n {2}first in epoch 1: trainAccuracy 0\.5\d+, then/,
  )
  expect(noisy.code).toBe(1)
  expect((await genspec('doctor', '--trainer', 'resnte')).stderr).toContain(
    'known: resnet, limited',
  )
  const wrong = await genspec('doctor', '--trainer', 'resnet', '--with', 'widht 16')
  expect(wrong.stderr).toContain('`widht` is not a setting of `resnet`')
  expect(wrong.code).toBe(2)
})

test.skipIf(process.platform === 'win32')(
  'an interrupted command leaves no program behind',
  async () => {
    const { start } = await trainerProject({
      'a.gen': claim('c', 'resnet with fault hang over 1 seed', 'ece < 50%'),
    })
    const child = start(['run', '--reporter', 'verbose'])
    const ended = endOf(child)
    const programs = () => {
      const list = execFileSync('ps', ['-A', '-o', 'pid=,ppid=,args='], { encoding: 'utf8' })
      return list
        .split('\n')
        .filter((line) => line.includes('"fault":"hang"') && !line.includes('ps -A'))
    }
    while (programs().length === 0)
      await once(process.stdout, 'never', { signal: AbortSignal.timeout(50) }).catch(
        () => undefined,
      )
    child.kill('SIGINT')
    expect((await ended).code).toBe(130)
    expect(programs()).toEqual([])
  },
)

test('a config with an invalid trainer gives the reason', async () => {
  const config = (fields: string) => `
import { defineConfig, defineTrainer, own } from 'genspec'
export default defineConfig({ kinds: [defineTrainer({
  name: 'net', summary: 'a net', parameters: {}, measures: ['train acc'], sources: ['*.gen'], command: () => ['node'],
  ${fields}
})] })`
  const { folder, genspec } = await trainerProject({
    'a.gen': claim('c', 'net over 1 seed', 'train acc > 10%'),
  })
  const wrong: [string, string][] = [
    ['measures: [],', '`measures` is a list; it must be a list of names'],
    ["measures: ['test error'],", 'it cannot tell `test error`'],
    ["measures: [own('test acc', 'number')],", 'its own `test acc` is a built-in metric'],
    ["under: ['labels'],", '`under` names `labels`, which is no parameter of it'],
    ["sources: ['gone/**'],", 'takes globs that match files beside its config, not `gone/**`'],
    ['command: () => [1],', '`command` gave [ 1 ]; it must give a program and its arguments'],
    ['timeLimit: -1,', '`timeLimit` is of type number; it must be a number of seconds'],
  ]
  for (const [fields, said] of wrong) {
    await writeFile(path.join(folder, 'genspec.config.ts'), config(fields))
    const { code, stderr } = await genspec('check')
    expect(stderr).toContain(said)
    expect(code).toBe(2)
  }
})

test('a new measure of a trainer makes its stored runs repeat once', async () => {
  const config = (measures: string) => `
import { defineConfig, defineTrainer, own } from 'genspec'
export default defineConfig({ kinds: [defineTrainer({
  name: 'net', summary: 'a network', parameters: {}, measures: ${measures},
  command: ({ seed }) => ['node', 'train.mjs', String(seed)], sources: ['train.mjs'],
})] })
`
  const claim = (expects: string) => `claim a {\n  run net over 2 seeds\n  ${expects}\n}\n`
  const { genspec, folder } = await project({
    'genspec.config.ts': config(`['train acc']`),
    'a.gen': claim('expect train acc > 50%'),
    'train.mjs': `import { readFileSync } from 'node:fs'\nconsole.log(readFileSync('told.json', 'utf8'))`,
    // The file is no source of the trainer, so the key stays the same.
    'told.json': '{"train acc": 0.9}',
  })
  expect((await genspec('run')).stdout).toContain('2 runs trained')
  await writeFile(
    path.join(folder, 'genspec.config.ts'),
    config(`['train acc', 'test acc', own('ece', 'fraction')]`),
  )
  expect((await genspec('run')).stdout).toContain('0 runs trained')
  await writeFile(
    path.join(folder, 'a.gen'),
    claim('expect train acc > 50%\n  expect ece < 5%\n  expect generalization gap < 20pp'),
  )
  await writeFile(
    path.join(folder, 'told.json'),
    '{"train acc": 0.9, "test acc": 0.8, "ece": 0.01}',
  )
  expect((await genspec('plan')).stdout).toMatch(/2 to train[^]*before its trainer measured ece/)
  expect((await genspec('why', 'a')).stdout).toContain('before its trainer measured ece')
  const { code, stdout } = await genspec('run')
  expect(stdout).toContain('2 runs trained')
  expect(code).toBe(0)
  expect((await genspec('plan')).stdout).toContain('2 runs stored, 0 to train')
})
