import { execFile } from 'node:child_process'
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { describe, expect, test } from 'vitest'
import { Store } from '../../src/store/store.js'
import { type Project, project } from '../support/genspec.js'
import { spec } from '../support/specs.js'
import { curveTo, plannedRuns, recordOf } from '../support/stored-runs.js'

const run = promisify(execFile)
const text = spec('expect train acc > 0.9\nexpect test acc ~ 60% within 3pp on average').replace(
  'over 2 seeds',
  'over 5 seeds',
)
const portable = ['--engine', 'portable']

interface Repository extends Project {
  git(...args: string[]): Promise<string>
  write(name: string, text: string): Promise<void>
  /** Stores every run of `a.gen`, test accuracies being 1pp apart around this one. */
  store(testAccuracy?: number, trainAccuracy?: number): Promise<void>
}

/** A repository with a committed spec, whose runs are stored. */
async function repository(environment: NodeJS.ProcessEnv = {}): Promise<Repository> {
  const made = await project({ 'a.gen': text, '.gitignore': '.genspec\n' }, environment)
  const { folder } = made
  const git = async (...args: string[]) => {
    const identity = ['-c', 'user.name=a', '-c', 'user.email=a@b.c']
    return (await run('git', [...identity, ...args], { cwd: folder })).stdout
  }
  const write = (name: string, content: string) => writeFile(path.join(folder, name), content)
  const store: Repository['store'] = async (testAccuracy = 0.6, trainAccuracy = 0.95) => {
    const { runs } = await plannedRuns([path.join(folder, 'a.gen')])
    const records = new Store(path.join(folder, '.genspec/runs'))
    for (const one of runs) {
      const offset = ((one.seed % 5) - 2) / 100
      await records.write(recordOf(one, curveTo(trainAccuracy, testAccuracy + offset)))
    }
  }
  await git('init', '--quiet')
  await store()
  await git('add', '--all')
  await git('commit', '--quiet', '--message', 'one')
  return { ...made, git, write, store }
}

describe('genspec accept and run --locked', () => {
  test('what is stored becomes the record, which a run is then held to', async () => {
    const { genspec, folder, store, write } = await repository()
    expect((await genspec('a.gen', ...portable, '--locked')).stderr).toContain(
      'there is no genspec.lock to compare with; create it with `genspec accept`',
    )
    const accepted = await genspec('accept', ...portable)
    expect(accepted.stdout).toBe('1 claim written to genspec.lock\n')
    const lock = await readFile(path.join(folder, 'genspec.lock'), 'utf8')
    expect(JSON.parse(lock).claims[0]).toMatchObject({
      ...{ claim: 'example', file: 'a.gen', verdict: 'pass' },
      expectations: [
        { text: 'train acc > 0.9', cases: [{ n: 5, estimate: 0.95 }] },
        { cases: [{ n: 5, values: { 0: 0.58, 1: 0.59, 2: 0.6, 3: 0.61, 4: 0.62 } }] },
      ],
      environment: { devices: ['a processor'], genspec: ['0.0.0'] },
    })
    // One line for each number that can change, so that a difference reads well.
    expect(lock).toContain('"values": {"0": 0.58, "1": 0.59, "2": 0.6, "3": 0.61, "4": 0.62}')
    const held = await genspec('a.gen', ...portable, '--locked')
    expect(held.stdout).toContain('as recorded in genspec.lock')
    expect(held.code).toBe(0)
    expect((await genspec('accept', ...portable)).stdout).toContain('=  example')
    expect(await readFile(path.join(folder, 'genspec.lock'), 'utf8')).toBe(lock)

    await store(0.6, 0.8)
    const fails = await genspec('a.gen', ...portable, '--locked')
    expect(fails.stdout).toContain('≠ example is recorded as pass, and is now fail')
    expect(fails.code).toBe(1)
    await store()
    await write('a.gen', text.replace('> 0.9', '> 0.5'))
    const stale = await genspec('a.gen', ...portable, '--locked')
    expect(stale.stdout).toContain('≠ example changed since it was recorded')
    expect(stale.code).toBe(1)
  })

  test('claims whose runs are missing are not accepted', async () => {
    const { genspec, folder } = await repository()
    await rm(path.join(folder, '.genspec'), { recursive: true })
    const { stderr, code } = await genspec('accept', ...portable)
    expect(stderr).toContain('nothing was accepted, because 1 claim still needs runs: example')
    expect(code).toBe(3)
  })

  test('seeds of the command line are exploratory, and have no place beside the record', async () => {
    const { genspec, store, write } = await repository()
    await genspec('accept', ...portable)
    const both = await genspec('a.gen', ...portable, '--seeds', '7', '--locked')
    expect(both.stderr).toContain('`--seeds` makes results exploratory')
    expect(both.code).toBe(2)
    await write('a.gen', text.replace('over 5 seeds', 'over 8 seeds'))
    await store()
    await write('a.gen', text)
    const { stdout } = await genspec('a.gen', ...portable, '--seeds', '5..7')
    expect(stdout).toContain('example  exploratory: not the seeds of the spec')
    expect(stdout).toContain('✓ all 3 seeds have train acc > 0.9')
  })
})

describe('genspec compare', () => {
  test('a ratio is recorded as one, and its change is told in times', async () => {
    const { genspec, folder, store, write } = await repository()
    await write('a.gen', text.replace(/expect[^]*\n/, 'expect train acc > 1.2 * test acc\n}\n'))
    await store()
    await genspec('accept', ...portable)
    const lock = await readFile(path.join(folder, 'genspec.lock'), 'utf8')
    expect(JSON.parse(lock).claims[0].expectations[0].cases[0]).toMatchObject({
      scale: 'log ratio',
      estimate: expect.closeTo(Math.log(0.95 / 0.6), 3) as number,
    })
    await store(0.5)
    const { stdout } = await genspec('compare', 'genspec.lock', ...portable)
    expect(stdout).toContain('train acc > 1.2 * test acc: 1.584× to 1.901×')
  })

  test('marks what newly fails, was fixed, moved or stayed', async () => {
    const { genspec, git, store } = await repository()
    await genspec('accept', ...portable)
    await git('add', '--all')
    await git('commit', '--quiet', '--message', 'record')
    const now = async () => {
      const { stdout, code } = await genspec('compare', 'HEAD', ...portable)
      return { mark: stdout.split('\n')[1]?.[0], stdout, code }
    }
    expect(await now()).toMatchObject({ mark: '=', code: 0 })
    await store(0.601)
    expect(await now()).toMatchObject({ mark: '~', code: 0 })
    await store(0.6, 0.8)
    const failing = await now()
    expect(failing).toMatchObject({ mark: '!', code: 1 })
    expect(failing.stdout).toContain('train acc > 0.9: 95% to 80%')
    await genspec('accept', ...portable)
    await store()
    expect((await genspec('compare', 'genspec.lock', ...portable)).stdout).toContain('*  example')
    expect((await genspec('compare', 'nowhere')).stderr).toContain('git has no commit `nowhere`')
  })
})

describe('genspec breaking', () => {
  const weakened: [string, string | RegExp, string, string][] = [
    ['a threshold', '> 0.9', '> 0.8', 'the threshold is relaxed: expect train acc > 0.8'],
    ['a strict one', '> 0.9', '>= 0.9', 'the threshold is relaxed'],
    ['a margin', 'within 3pp', 'within 4pp', 'the margin is wider'],
    ['a target', '~ 60%', '~ 61%', 'the target is another'],
    [
      'a quantifier',
      '> 0.9',
      '> 0.9 in at least 4 of 5 seeds',
      'in at least 4 of 5 seeds instead of in every seed',
    ],
    ['a mean', '> 0.9', '> 0.9 on average', 'on average instead of in every seed'],
    ['seeds', 'over 5 seeds', 'over 3 seeds', 'over 3 seeds instead of 5'],
    ['an expectation', /\n.*expect train.*/, '', 'removed: expect train acc > 0.9'],
    ['a claim', 'claim example', 'claim another', 'the claim is removed'],
    [
      'a profile',
      '  expect train',
      '  only in profile paper\n  expect train',
      'it is now skipped outside profile paper',
    ],
  ]

  test.each(weakened)('names %s that is weakened, exit 1', async (_, from, to, what) => {
    const { genspec, write } = await repository()
    const profile = to.includes('profile') ? '\nprofile paper { seeds 5 }\n' : ''
    const changed = text.replace(from, to) + profile
    expect(changed).not.toBe(text)
    await write('a.gen', changed)
    const { stdout, stderr, code } = await genspec('breaking', '--against', 'HEAD')
    expect(stdout + stderr).toContain(what)
    expect(stdout).toContain('1 claim weakened since HEAD')
    expect(code).toBe(1)
  })

  test('what is weakened on purpose is allowed by name; GitHub sees both at the lines', async () => {
    const { genspec, write } = await repository({ GITHUB_ACTIONS: 'true' })
    await write('a.gen', text.replace('> 0.9', '> 0.8'))
    const refused = await genspec('breaking', '--against', 'HEAD')
    expect(refused.stdout).toMatch(/^::error file=a\.gen,line=\d+,title=example%3A weakened::/m)
    expect(refused.code).toBe(1)
    for (const name of ['example', 'all']) {
      const allowed = await genspec('breaking', '--against', 'HEAD', '--allow', name)
      expect(allowed.stdout).toContain('1 claim weakened since HEAD, 1 of them allowed')
      expect(allowed.stdout).toContain('::notice file=a.gen')
      expect(allowed.code).toBe(0)
    }
    const unknown = await genspec('breaking', '--against', 'HEAD', '--allow', 'other')
    expect(unknown.stderr).toContain('there is no claim `other`, here or at that commit')
    expect(unknown.code).toBe(2)
  })

  test('claims that ask for more, and new ones, break nothing', async () => {
    const { genspec, write } = await repository()
    const stronger = text
      .replace('> 0.9', '> 0.95')
      .replace('within 3pp', 'within 2pp')
      .replace('over 5 seeds', 'over 8 seeds')
      .replaceAll('mlp', 'network')
    await write(
      'a.gen',
      `${stronger}\nclaim more {\n  run network on digits with short over 2 seeds\n  expect train acc > 0.5\n}\n`,
    )
    const { stdout, code } = await genspec('breaking', '--against', 'HEAD')
    expect(stdout).toBe('no claim demands less than at HEAD (1 claim compared)\n')
    expect(code).toBe(0)
  })

  test('a spec that is gone takes its claims with it', async () => {
    const { genspec, folder } = await repository()
    await rm(path.join(folder, 'a.gen'))
    expect((await genspec('breaking', '--against', 'HEAD')).stdout).toContain(
      'the claim is removed',
    )
  })
})

test('genspec replicate takes fresh seeds, compares with the record, and leaves it alone', async () => {
  const { genspec, folder, store, write } = await repository()
  await genspec('accept', ...portable)
  const lock = await readFile(path.join(folder, 'genspec.lock'), 'utf8')
  // Seeds 5 to 9, stored beforehand.
  await write('a.gen', text.replace('over 5 seeds', 'over 10 seeds'))
  await store()
  await write('a.gen', text)
  const agreeing = await genspec('replicate', ...portable)
  expect(agreeing.stdout).toContain('0 runs to train, 5 from the store')
  expect(agreeing.stdout).toContain('1 of 1 claim replicated; genspec.lock is unchanged')
  expect(agreeing.code).toBe(0)
  // What fresh seeds leave open is not replicated, and not contradicted.
  await write('a.gen', text.replace('over 5 seeds', 'over 10 seeds'))
  await store(0.57)
  await write('a.gen', text)
  const open = await genspec('replicate', ...portable)
  expect(open.stdout).toMatch(/- +example +pass +inconclusive +inconclusive over the fresh seeds/)
  expect(open.stdout).toContain('0 of 0 claims replicated, 1 could not be compared')
  await write('a.gen', text.replace('over 5 seeds', 'over 10 seeds'))
  await store(0.3)
  await write('a.gen', text)
  const other = await genspec('replicate', ...portable)
  expect(other.stdout).toContain('moved down by more than noise')
  expect(other.code).toBe(1)
  expect(await readFile(path.join(folder, 'genspec.lock'), 'utf8')).toBe(lock)
})

test('--changed selects claims that are new or mean something else than at a commit', async () => {
  const { genspec, write } = await repository()
  expect((await genspec('plan', ...portable, '--changed', 'HEAD')).stdout).toMatch(/^0 claims/)
  await write('a.gen', text.replaceAll('mlp', 'network'))
  expect((await genspec('plan', ...portable, '--changed', 'HEAD')).stdout).toMatch(/^0 claims/)
  await write('a.gen', text.replace('> 0.9', '> 0.91'))
  expect((await genspec('plan', ...portable, '--changed', 'HEAD')).stdout).toMatch(
    /^1 claim: 5 runs/,
  )
})

describe('an older commit', () => {
  const config = (name: string, slope: number) => `
import { defineConfig, defineLayer, number } from 'genspec'
import { said } from 'a-package'
const own = defineLayer({
  name: '${name}',
  summary: said + ': x where positive, else a share of it',
  parameters: { slope: number({ doc: 'the share', default: ${slope}, min: 0 }) },
  outputShape: (_parameters, input) => input,
  weights: () => ({}),
  apply: ({ tf }, { slope }, _weights, input) => tf.leakyRelu(input, slope),
})
export default defineConfig({ kinds: [own] })
`
  const using = (layer: string) => text.replace('dense 16 relu', `dense 16\n  ${layer}`)

  test.each(['.', 'papers'])('is read with its own config, in %s', async (below) => {
    const { folder, git, write } = await repository()
    const spec = path.join(below, 'a.gen')
    await mkdir(path.join(folder, below), { recursive: true })
    const bin = fileURLToPath(new URL('../../bin/genspec.js', import.meta.url))
    const here = (...args: string[]) =>
      run(process.execPath, [bin, ...args], {
        cwd: path.join(folder, below),
        env: { ...process.env, NO_COLOR: '1', GENSPEC_ENGINE: 'portable' },
      })
    await mkdir(path.join(folder, 'node_modules/a-package'), { recursive: true })
    await write('node_modules/a-package/package.json', '{ "type": "module", "main": "a.js" }')
    await write('node_modules/a-package/a.js', "export const said = 'bent'\n")
    await write('.gitignore', '.genspec\nnode_modules\n')
    await write(spec, using('bent'))
    await write('genspec.config.ts', config('bent', 0.1))
    await git('add', '--all')
    await git('commit', '--quiet', '--message', 'two')

    const changed = () => here('plan', ...portable, '--changed', 'HEAD')
    expect((await changed()).stdout).toMatch(/^0 claims/)
    await write('genspec.config.ts', config('bent', 0.2))
    expect((await changed()).stdout).toMatch(/^1 claim/)

    await write(spec, using('kinked'))
    await write('genspec.config.ts', config('kinked', 0.1))
    expect((await changed()).stdout).toMatch(/^1 claim/)
    const breaking = await here('breaking', '--against', 'HEAD')
    expect(breaking.stderr).not.toContain('error[')
    expect(breaking.stdout).toBe('no claim demands less than at HEAD (1 claim compared)\n')
  })
})
