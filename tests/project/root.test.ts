/** One project, wherever in it one stands. */

import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, readFile, realpath, readdir, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, test } from 'vitest'
import { findRoot } from '../../src/project/root.js'
import { project } from '../support/genspec.js'
import { spec } from '../support/specs.js'

const run = promisify(execFile)

describe('the root', () => {
  /** A folder with these files, in which `root` is looked for from `from`. */
  async function rootFrom(from: string, ...files: string[]): Promise<string | undefined> {
    const top = await realpath(await mkdtemp(path.join(tmpdir(), 'genspec-root-')))
    // Nothing above it matters, whatever lies there.
    await mkdir(path.join(top, '.git'))
    for (const file of [path.join(from, 'x'), ...files]) {
      await mkdir(path.join(top, path.dirname(file)), { recursive: true })
      await writeFile(path.join(top, file), '')
    }
    const found = findRoot(path.join(top, from))
    return found === undefined ? undefined : path.relative(top, found).split(path.sep).join('/')
  }

  test.each([
    ['the repository where there is nothing else', 'a/b', [], ''],
    ['the nearest package', 'a/b/c', ['a/package.json'], 'a'],
    ['the nearest store', 'a/b', ['a/.genspec/runs/x', 'package.json'], 'a'],
    ['a config above a package', 'a/b', ['genspec.config.mjs', 'a/package.json'], ''],
    ['a lock above a package', 'a/b', ['genspec.lock', 'a/package.json', 'a/.genspec/x'], ''],
    ['the nearer one of a lock and a config', 'a/b', ['genspec.config.ts', 'a/genspec.lock'], 'a'],
    ['not what lies in a folder beside', 'a/b', ['a/c/genspec.lock'], ''],
    ['not above the repository', 'a/b', ['genspec.lock', 'a/.git/HEAD'], 'a'],
  ])('is %s', async (_, from, files, root) => {
    expect(await rootFrom(from, ...files)).toBe(root)
  })
})

describe('in a folder of the project', () => {
  const files = {
    'package.json': '{}',
    'specs/a.gen': `use "lib/b.gen"\n${spec('expect train acc > 50%')}`,
    'specs/lib/b.gen': 'paper p { title "One" }\n',
    'specs/notes/x.txt': '',
  }

  test('the store, the lock, the events and all names are those of the root', async () => {
    const { genspec, inFolder, folder } = await project(files)
    const specs = inFolder('specs')
    expect((await specs('run', 'a.gen')).code).toBe(0)
    expect((await specs('accept')).stdout).toContain('1 claim written to genspec.lock')
    expect((await readdir(path.join(folder, 'specs'))).sort()).toEqual(['a.gen', 'lib', 'notes'])
    const lock = JSON.parse(await readFile(path.join(folder, 'genspec.lock'), 'utf8'))
    expect(lock.claims).toMatchObject([{ claim: 'example', file: 'specs/a.gen' }])

    // Nothing is trained again, and nothing has another name, from anywhere else.
    const whole = await genspec('run', '--locked', '--reporter', 'json')
    expect(whole.stdout).toContain('as recorded in genspec.lock')
    const plan = await genspec('plan', '--json', 'specs')
    expect(JSON.parse(plan.stdout)).toMatchObject({ totals: { new: 0, stored: 2 } })
    for (const below of ['specs', 'specs/notes']) {
      const there = await inFolder(below)('plan', '--json', path.join(folder, 'specs'))
      expect(JSON.parse(there.stdout)).toEqual(JSON.parse(plan.stdout))
    }
    const line = files['specs/a.gen'].split('\n').findIndex((text) => text.startsWith('claim')) + 1
    const one = await specs('plan', '--json', `./a.gen:${line}`)
    expect(JSON.parse(one.stdout).claims).toMatchObject([{ file: 'specs/a.gen', line }])
    const up = await inFolder('specs/notes')('report', '--reporter', 'json')
    expect(JSON.parse(up.stdout).claims).toMatchObject([{ file: 'specs/a.gen', verdict: 'pass' }])
    expect((await specs('store', 'verify')).stdout).toBe(
      '2 records in ../.genspec/runs: all whole\n',
    )
  })

  test('mistakes are named from the root, and fixed where they are', async () => {
    const wrong = spec('expect trian acc > 50%')
    const { inFolder, folder } = await project({ 'package.json': '{}', 'specs/a.gen': wrong })
    const specs = inFolder('specs')
    expect((await specs('check', '--format', 'github')).stdout).toContain('file=specs/a.gen,')
    const found = await specs('run')
    expect(found.stderr).toContain('specs/a.gen:')
    expect(found.stderr).toContain('genspec: 1 error; nothing was run')
    expect((await specs('check', '--fix')).code).toBe(0)
    expect((await specs('fmt', 'a.gen')).code).toBe(0)
    expect(await readFile(path.join(folder, 'specs/a.gen'), 'utf8')).toContain('expect train acc')
  })

  test('local data lie beside the spec, now and at an older commit', async () => {
    const text = spec('expect train acc >= 0%', [
      [/source mnist-10k\n +take.*/, 'source folder("pictures", size: 8x8)'],
    ])
    const { genspec, inFolder, folder } = await project({
      'package.json': '{}',
      'specs/a.gen': text,
      '.gitignore': 'pictures\n.genspec\n',
    })
    const { encode } = await import('fast-png')
    for (const [index, name] of ['cat', 'dog'].entries()) {
      const place = path.join(folder, 'specs/pictures', name)
      await mkdir(place, { recursive: true })
      for (let picture = 0; picture < 10; picture++) {
        const data = new Uint8Array(8 * 8 * 3).fill(25 * picture + 3 * index)
        const png = encode({ width: 8, height: 8, data, channels: 3 })
        await writeFile(path.join(place, `${picture}.png`), png)
      }
    }
    const git = (...args: string[]) => run('git', args, { cwd: folder })
    await git('init', '--quiet')
    await git('add', '--all')
    await git('-c', 'user.name=A', '-c', 'user.email=a@b.c', 'commit', '--quiet', '-m', 'one')
    const specs = inFolder('specs')
    expect((await specs('run', 'a.gen')).code).toBe(0)
    const stored = JSON.parse((await genspec('plan', '--json', 'specs')).stdout)
    expect(stored.totals).toMatchObject({ new: 0, stored: 2 })
    const changed = await specs('plan', '--json', '--changed', 'HEAD', 'a.gen')
    expect(JSON.parse(changed.stdout).claims).toEqual([])
    await writeFile(path.join(folder, 'specs/a.gen'), text.replace('>= 0%', '>= 1%'))
    expect((await specs('plan', '--json', '--changed', 'HEAD')).stdout).toContain('"example"')
    expect((await specs('breaking', '--against', 'HEAD')).stdout).toMatch(/^no claim demands less/)
  })

  test('a config of the root holds', async () => {
    const config = `import { defineConfig, defineMetric } from 'genspec'
const own = { name: 'my metric', summary: 'one', unit: 'number', course: 'fixed', value: () => 1 }
export default defineConfig({ kinds: [defineMetric(own)] })`
    const { inFolder } = await project({ 'genspec.config.ts': config, 'specs/deep/a.gen': '' })
    expect((await inFolder('specs/deep')('list', '--kinds')).stdout).toContain('my metric')
  })
})

test('an engine that the environment names and that there is none of is a usage error', async () => {
  const { genspec } = await project(
    { 'a.gen': spec('expect train acc > 50%') },
    {
      GENSPEC_ENGINE: 'portabel',
    },
  )
  const { code, stderr } = await genspec('plan', '--no-probe')
  expect(stderr).toContain('GENSPEC_ENGINE is `portabel`')
  expect(code).toBe(2)
  expect((await genspec('plan', '--no-probe', '--engine', 'portable')).code).toBe(0)
})
