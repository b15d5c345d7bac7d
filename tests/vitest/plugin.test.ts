import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { cp, mkdtemp, mkdir, readFile, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { describe, expect, test } from 'vitest'
import { spec } from '../support/specs.js'

const root = fileURLToPath(new URL('../..', import.meta.url))

/** The one that is installed here, and those that the gate asks for, such as `3 4 5`. */
const versions = ['installed', ...(process.env['GENSPEC_VITEST']?.split(/\s+/) ?? [])]

const claims = `${spec('expect train acc > 50%')}
claim wrong "Nothing is learnt" {
  run mlp on digits with short over 2 seeds
  expect train acc < 5%
}
claim open {
  run mlp on digits with short over 2 seeds
  expect test acc ~ 60% within 0.1pp
}
`

/** Vitest 5 needs a Node that the tests themselves may not run on; the npm package `node` brings it. */
function ownNode(version: string): string | undefined {
  const major = Number(process.versions.node.split('.', 1)[0])
  return version.startsWith('5') && major < 22 ? 'node@22' : undefined
}

async function scratch(version: string): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'genspec-vitest-'))
  const files = {
    'package.json': '{ "type": "module", "private": true }',
    'vitest.config.js': `import genspec from 'genspec/vitest'
export default { plugins: [genspec({ engine: 'portable' })], test: { include: ['**/*.test.js', '**/*.gen'] } }`,
    'own.test.js': `import { test } from 'vitest'\ntest('own', () => {})`,
    'claims.gen': claims,
  }
  for (const [name, text] of Object.entries(files)) await writeFile(path.join(folder, name), text)
  await mkdir(path.join(folder, 'node_modules'))
  if (version === 'installed') {
    await symlink(
      path.join(root, 'node_modules', 'vitest'),
      path.join(folder, 'node_modules', 'vitest'),
      'junction',
    )
  } else {
    const wanted = [`vitest@${version}`, ownNode(version)].filter((one) => one !== undefined)
    const install = ['install', '--no-audit', '--no-fund', ...wanted]
    await promisify(execFile)('npm', install, { cwd: folder, shell: process.platform === 'win32' })
  }
  await symlink(root, path.join(folder, 'node_modules', 'genspec'), 'junction')
  return folder
}

function runVitest(
  folder: string,
  args: string[] = [],
  more: NodeJS.ProcessEnv = {},
): Promise<{ code: number; output: string }> {
  const bin = path.join(folder, 'node_modules', 'vitest', 'vitest.mjs')
  const brought = path.join(folder, 'node_modules', 'node', 'bin', 'node')
  const node = existsSync(brought) ? brought : process.execPath
  const environment = { ...process.env, CI: '', NO_COLOR: '1', VITEST: undefined, ...more }
  return new Promise((resolve) => {
    execFile(
      node,
      [bin, 'run', ...args],
      { cwd: folder, env: environment },
      (error, stdout, stderr) =>
        resolve({ code: error ? Number(error.code) : 0, output: stdout + stderr }),
    )
  })
}

interface JsonReport {
  testResults: {
    assertionResults: { title: string; status: string; failureMessages: string[] }[]
  }[]
}

describe.each(versions)('Vitest %s', (version) => {
  test('a test per claim beside the own ones: named, at its line, filtered, reported', async () => {
    const folder = await scratch(version)
    const { code } = await runVitest(folder, ['--reporter=json', '--outputFile=out.json'])
    expect(code).toBe(1)
    const report = JSON.parse(await readFile(path.join(folder, 'out.json'), 'utf8')) as JsonReport
    const results = report.testResults.flatMap(({ assertionResults }) => assertionResults)
    const statuses = Object.fromEntries(results.map(({ title, status }) => [title, status]))
    expect(statuses).toMatchObject({
      ...{ own: 'passed', example: 'passed', 'wrong: Nothing is learnt': 'failed' },
    })
    expect(['skipped', 'pending']).toContain(statuses['open'])
    const [message] = results.find(({ status }) => status === 'failed')?.failureMessages ?? []
    expect(message).toMatch(/seed 0 has .*so train acc < 5% fails/s)
    const line = claims.split('\n').indexOf('  expect train acc < 5%') + 1
    expect(message).toContain(`claims.gen:${line}:1`)

    const filtered = await runVitest(folder, ['-t', 'example'])
    expect(filtered.code).toBe(0)
    expect(filtered.output).toMatch(/1 passed \| 3 skipped/)

    await cp(path.join(folder, 'claims.gen'), path.join(folder, 'bad.gen'))
    await writeFile(
      path.join(folder, 'bad.gen'),
      claims.replace('train acc > 50%', 'trian acc > 50%'),
    )
    const bad = await runVitest(folder, ['bad.gen'])
    expect(bad.code).toBe(1)
    expect(bad.output).toMatch(/bad\.gen:\d+:\d+ GS2001 unknown metric `trian acc`/)
  })

  test('in CI a spec of which nothing is judged fails, and a claim without its data', async () => {
    const folder = await scratch(version)
    const write = (name: string, text: string) => writeFile(path.join(folder, name), text)
    const inCI = { CI: 'true', GENSPEC_DATA: '', GENSPEC_OFFLINE: '1' }
    const counted = 'claim counted {\n  expect params of mlp on digits = 12_730\n}\n'
    const cases: [string, string, RegExp][] = [
      ['empty.gen', '// claim a {}\n', /the spec states no claim/],
      [
        'paper.gen',
        `${spec('only in profile paper\nexpect train acc > 50%')}profile paper { seeds 1 }\n`,
        /every claim was skipped, so nothing was judged/,
      ],
      [
        'data.gen',
        `${spec('expect train acc > 50%', [[/mnist-10k/, 'cifar10']])}dataset own {\n  source mnist-10k\n}\n${counted.replace('digits', 'own')}`,
        /CIFAR-10 is not here/,
      ],
    ]
    for (const [name, text, message] of cases) {
      await write(name, text)
      const { code, output } = await runVitest(folder, [name], inCI)
      expect(output).toMatch(message)
      expect(code).toBe(1)
    }
    await write('paper.gen', `${cases[1]?.[1] ?? ''}${counted}`)
    expect((await runVitest(folder, ['paper.gen'], inCI)).code).toBe(0)
    expect((await runVitest(folder, ['data.gen'])).code).toBe(0)
  })
})
