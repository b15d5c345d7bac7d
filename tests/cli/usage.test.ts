import { readFile, readdir } from 'node:fs/promises'
import path from 'node:path'
import { expect, test } from 'vitest'
import { project } from '../support/genspec.js'
import { spec } from '../support/specs.js'

const manifest = JSON.parse(await readFile(new URL('../../package.json', import.meta.url), 'utf8'))

test('--version prints the version of the package', async () => {
  const { genspec } = await project({})
  expect(await genspec('--version')).toMatchObject({ code: 0, stdout: `${manifest.version}\n` })
})

test('--help names the commands, the engine option and the exit codes', async () => {
  const { genspec } = await project({})
  const { code, stdout } = await genspec('--help')
  expect(code).toBe(0)
  for (const text of ['run', 'check', 'Exit codes:', '130']) expect(stdout).toContain(text)
  expect((await genspec('run', '--help')).stdout).toContain('--engine <name>')
})

test.each([
  [['missing.gen'], 'there is no file or folder `missing.gen`'],
  [['.'], 'no .gen files in .'],
  [['a.gen', '--engine', 'abacus'], "argument 'abacus' is invalid"],
  [['a.gen', '--sede', '3'], "unknown option '--sede'"],
])('%j is a usage error, exit 2', async (args, message) => {
  const { genspec } = await project({})
  const { code, stderr } = await genspec(...args)
  expect(stderr).toContain(message)
  expect(code).toBe(2)
})

test.each([
  ['0..99999999', 'There can be up to 10000 seeds, each below 2^53'],
  ['0..9999,10000', 'There can be up to 10000 seeds'],
  ['9007199254740993', 'each below 2^53'],
])('--seeds %s is a usage error', async (seeds, message) => {
  const { genspec } = await project({ 'a.gen': spec('expect train acc > 0.9') })
  const { code, stderr } = await genspec('run', '--seeds', seeds)
  expect(stderr).toContain(message)
  expect(code).toBe(2)
})

test('no report overwrites a file that genspec works with, or another report', async () => {
  const text = 'claim c {\n  expect 1 < 2\n}\n'
  const { genspec, folder } = await project({ 'a.gen': text, 'package.json': '{}' })
  expect((await genspec('run')).code).toBe(0)
  const events = await readFile(path.join(folder, '.genspec/events.ndjson'), 'utf8')
  const refused = [
    ...['a.gen', 'b.GEN', 'genspec.config.ts', '.genspec/events.ndjson'].map((place) => [
      ...['run', '--reporter', `json=${place}`],
    ]),
    ['run', '--reporter', 'json', '--output', 'x/../genspec.lock'],
    ['report', '--reporter', 'html=package.json'],
  ]
  for (const args of refused) {
    const { code, stderr } = await genspec(...args)
    expect(stderr).toMatch(/the report `(json|html)` would replace `/)
    expect(code).toBe(2)
  }
  const twice = await genspec('run', '--reporter', 'json=o', '--reporter', 'html=./o')
  expect(twice.stderr).toContain('the reports `json` and `html` would be the same file')
  expect(twice.code).toBe(2)
  expect(await readFile(path.join(folder, 'a.gen'), 'utf8')).toBe(text)
  expect(await readFile(path.join(folder, '.genspec/events.ndjson'), 'utf8')).toBe(events)
  expect((await readdir(folder)).sort()).toEqual(['.genspec', 'a.gen', 'package.json'])
})

test('an engine that is not installed is an error with the command to install it', async () => {
  const files = { 'a.gen': spec('expect train acc > 0.9') }
  const { genspec } = await project(files, { GENSPEC_CACHE: '.cache' })
  const { code, stderr } = await genspec('a.gen', '--engine', 'tensorflow')
  expect(stderr).toMatch(
    /engine `tensorflow` cannot run here: .+; `genspec engine install tensorflow` provides it/,
  )
  expect(code).toBe(2)
})

test('colours can be forced, and NO_COLOR disables them', async () => {
  const broken = { 'a.gen': 'claim c { expect trian acc > 0.9 }' }
  const escape = String.fromCharCode(27)
  const coloured = await project(broken, { FORCE_COLOR: '1', NO_COLOR: undefined })
  expect((await coloured.genspec('check', 'a.gen')).stderr).toContain(`${escape}[`)
  const plain = await project(broken, { NO_COLOR: '1' })
  expect((await plain.genspec('check', 'a.gen')).stderr).not.toContain(escape)
})
