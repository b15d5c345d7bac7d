import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { Store } from '../../src/store/store.js'
import { type Project, project } from '../support/genspec.js'
import { spec } from '../support/specs.js'
import { curveTo, plannedRuns, recordOf } from '../support/stored-runs.js'

const another = `
claim another {
  tags slow
  run mlp on digits with short over 2 seeds
  expect train acc > 0.8
}
`
const text = `${spec('expect train acc > 0.9')}${another}
profile quick { seeds 1 }
profile paper { seeds 2 }
`
const portable = ['--engine', 'portable']

interface Recorded extends Project {
  /** `run --locked` with these arguments. */
  locked(...args: string[]): ReturnType<Project['genspec']>
  write(name: string, content: string): Promise<void>
  lockFile: string
}

/** Two claims of each of two specs, whose runs are stored and whose verdicts are recorded. */
async function recorded(): Promise<Recorded> {
  const made = await project({ 'specs/a.gen': text, 'specs/b.gen': text })
  const { folder, genspec } = made
  const { runs } = await plannedRuns([path.join(folder, 'specs/a.gen')])
  const store = new Store(path.join(folder, '.genspec/runs'))
  for (const run of runs) await store.write(recordOf(run, curveTo(0.95, 0.6)))
  expect((await genspec('accept', ...portable)).stdout).toBe('4 claims written to genspec.lock\n')
  return {
    ...made,
    locked: (...args) => genspec('run', '--locked', ...portable, ...args),
    write: (name, content) => writeFile(path.join(folder, name), content),
    lockFile: path.join(folder, 'genspec.lock'),
  }
}

describe('every entry of the lock is accounted for', () => {
  test('what is as recorded passes, from whatever path it is asked for', async () => {
    const { locked, folder } = await recorded()
    for (const given of [
      [],
      ['.'],
      ['specs'],
      ['./specs/../specs/'],
      [path.join(folder, 'specs')],
    ]) {
      const { stdout, code } = await locked(...given)
      expect(stdout.trimEnd().split('\n').at(-1)).toBe('as recorded in genspec.lock')
      expect(code).toBe(0)
    }
  })

  test.each<[string, string[], number]>([
    ['a path', ['specs/a.gen'], 2],
    ['a title', ['-t', 'another'], 2],
    ['a tag', ['--tag', 'slow'], 2],
    ['a line', ['specs/a.gen:22'], 1],
  ])('%s narrows what is asked for, and the output says so', async (_, args, asked) => {
    const { locked } = await recorded()
    const { stdout, code } = await locked(...args)
    const were = asked === 1 ? 'was' : 'were'
    expect(stdout).toContain(
      `as recorded in genspec.lock; ${asked} of 4 recorded claims ${were} selected\n`,
    )
    expect(code).toBe(0)
  })

  const lost: [string, (text: string) => string, string][] = [
    [
      'a claim that is deleted',
      (spec) => spec.replace(another, ''),
      'another is recorded as pass, but specs/a.gen no longer has it',
    ],
    [
      'a claim that is renamed',
      (spec) => spec.replace('claim another', 'claim renamed'),
      'another is recorded as pass, but specs/a.gen no longer has it; renamed asks the same',
    ],
    [
      'a claim that is commented out',
      (spec) => spec.replace(another, another.replaceAll('\n', '\n// ')),
      'another is recorded as pass, but specs/a.gen no longer has it',
    ],
    [
      'a claim that its profile leaves out',
      (spec) => spec.replace('tags slow', 'tags slow\n  only in profile paper'),
      'another is recorded as pass, and was skipped: only in profile paper; no profile is in force',
    ],
    [
      'a claim whose data is missing',
      (spec) => spec.replaceAll('mnist-10k', 'cifar10'),
      'another is recorded as pass, and was skipped: ',
    ],
  ]
  test.each(lost)('%s is named, exit 1', async (_, change, line) => {
    const { locked, write } = await recorded()
    await write('specs/a.gen', change(text))
    const { stdout, code } = await locked()
    expect(stdout).toContain(` ≠ ${line}`)
    expect(code).toBe(1)
  })

  test('a claim that a filter would not choose is named where it is gone', async () => {
    const { locked, write } = await recorded()
    await write('specs/a.gen', text.replace(another, ''))
    const { stdout, code } = await locked('-t', 'example')
    expect(stdout).toContain('≠ another is recorded as pass, but specs/a.gen no longer has it\n')
    expect(code).toBe(1)
    expect((await locked('specs/b.gen')).code).toBe(0)
  })

  test('a spec that was moved or deleted is named, and accept forgets it', async () => {
    const { locked, folder, genspec } = await recorded()
    await rename(path.join(folder, 'specs/b.gen'), path.join(folder, 'specs/c.gen'))
    const moved = await locked('specs')
    expect(moved.stdout).toContain('≠ example is not recorded\n')
    expect(moved.stdout).toContain(
      '≠ example is recorded as pass, but specs/b.gen no longer has it; example of specs/c.gen asks the same\n',
    )
    expect(moved.stdout).toContain('4 claims not as recorded in genspec.lock; ')
    expect(moved.code).toBe(1)
    await rm(path.join(folder, 'specs/c.gen'))
    expect((await locked('specs')).code).toBe(1)
    expect((await locked('specs/a.gen')).code).toBe(0)
    await genspec('accept', ...portable, 'specs')
    expect((await locked('specs')).code).toBe(0)
  })

  test('what a budget leaves out is named', async () => {
    const { locked, write } = await recorded()
    await write('specs/a.gen', text.replace('10 epochs', '10_000 epochs'))
    const { stdout, code } = await locked('--budget', '1s', 'specs/a.gen')
    expect(stdout).toContain('≠ example is recorded as pass, and was skipped: over the budget')
    expect(code).toBe(1)
  })

  test('other profiles are not asked for, and each is held to its own entries', async () => {
    const { locked, genspec } = await recorded()
    const other = await locked('--profile', 'quick')
    expect(other.stdout).toContain('≠ example [quick] is not recorded\n')
    expect(other.stdout).toContain('(0 of 4 recorded claims were selected)')
    expect(other.code).toBe(1)
    await genspec('accept', ...portable, '--profile', 'quick')
    const { stdout, code } = await locked('--profile', 'quick')
    expect(stdout).toContain('as recorded in genspec.lock; 4 of 8 recorded claims were selected\n')
    expect(code).toBe(0)
  })

  test('the reports say the same exit code', async () => {
    const { locked, write, folder } = await recorded()
    await write('specs/a.gen', text.replace(another, ''))
    expect((await locked('--reporter', 'json=report.json')).code).toBe(1)
    const report = JSON.parse(await readFile(path.join(folder, 'report.json'), 'utf8')) as object
    expect(JSON.stringify(report)).toContain('"exitCode":1')
  })
})

describe('a lock that cannot be read', () => {
  const broken: [string, string, string][] = [
    ['an empty one', '', 'genspec.lock is empty'],
    ['half a lock', '{"version": 1, "claims": [', 'genspec.lock is not JSON'],
    ['null', 'null', 'genspec.lock is not a lock of version 1'],
    ['another version', '{"version": 2, "claims": []}', 'genspec.lock is not a lock of version 1'],
    ['no claims', '{"version": 1}', 'genspec.lock: claims is not a list'],
    ['a claim of null', '{"version": 1, "claims": [null]}', 'claims[0] is not an object'],
    ['a claim that is not one', '{"version": 1, "claims": [{}]}', 'claims[0].claim is missing'],
  ]
  test.each(broken)(
    '%s is an error of one line, exit 2, and nothing is run',
    async (_, content, message) => {
      const { locked, write, genspec } = await recorded()
      await write('genspec.lock', content)
      for (const result of [await locked(), await genspec('accept', ...portable)]) {
        expect(result.stderr).toContain(message)
        expect(result.stderr.trimEnd().split('\n')).toHaveLength(1)
        expect(result.code).toBe(2)
      }
    },
  )

  test('a folder in its place, and an entry that is there twice', async () => {
    const { locked, lockFile, write } = await recorded()
    const { claims } = JSON.parse(await readFile(lockFile, 'utf8')) as { claims: object[] }
    await write('genspec.lock', JSON.stringify({ version: 1, claims: [...claims, claims[0]] }))
    expect((await locked()).stderr).toContain('records another of specs/a.gen twice')
    await rm(lockFile)
    await mkdir(lockFile)
    const { stderr, code } = await locked()
    expect(stderr).toContain('genspec.lock cannot be read: it is a folder, not a file\n')
    expect(code).toBe(2)
  })
})
