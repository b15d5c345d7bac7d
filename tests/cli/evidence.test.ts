import { execFile } from 'node:child_process'
import { mkdir, symlink, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { describe, expect, test } from 'vitest'
import { project } from '../support/genspec.js'
import { spec } from '../support/specs.js'

const root = fileURLToPath(new URL('../..', import.meta.url))

const counted = 'claim counted {\n  expect params of mlp on digits = 12_730\n}\n'
const onlyOnPaper = spec('only in profile paper\nexpect train acc > 0.9')
const profiles = 'profile paper { seeds 1 }\nprofile quick { seeds 1 }\n'
const withoutData = spec('expect train acc > 0.9', [[/mnist-10k/, 'cifar10']])

const specs: Record<string, { text: string; strict: 0 | 4; said?: string }> = {
  'an empty spec': { text: '', strict: 4, said: 'the specs state no claim' },
  'a spec of comments': {
    text: '// claim a {\n// }\n',
    strict: 4,
    said: 'the specs state no claim',
  },
  'declarations without a claim': {
    text: withoutData.replace(/claim[^]*/, ''),
    strict: 4,
    said: 'the specs state no claim',
  },
  'claims of another profile alone': {
    text: onlyOnPaper + profiles,
    strict: 4,
    said: 'every claim was skipped, so nothing was judged',
  },
  'a claim of another profile beside one that passes': {
    text: onlyOnPaper + counted + profiles,
    strict: 0,
  },
  'claims without their data alone': {
    text: withoutData,
    strict: 4,
    said: 'every claim was skipped, so nothing was judged',
  },
  'a claim without its data beside one that passes': {
    text: `${withoutData}dataset numbers {\n  source mnist-10k\n}\n${counted.replace('digits', 'numbers')}`,
    strict: 4,
    said: '1 claim could not be judged because of missing data: example',
  },
}

describe('with --strict, missing data and unjudged claims are no success', () => {
  test.each(Object.entries(specs))('%s', async (_, { text, strict, said }) => {
    const { genspec, start } = await project({ 'a.gen': text })
    expect(await genspec('a.gen')).toMatchObject({ code: 0, stderr: '' })
    const result = await genspec('a.gen', '--strict', '--reporter', 'json')
    expect(result.code).toBe(strict)
    expect(JSON.parse(result.stdout)).toMatchObject({ exitCode: strict })
    if (said === undefined) expect(result.stderr).toBe('')
    else expect(result.stderr).toContain(`genspec: ${said}`)
    const inCI = (...args: string[]) =>
      new Promise((resolve) => start(['a.gen', ...args], { CI: '1' }).on('close', resolve))
    expect(await inCI()).toBe(strict)
    expect(await inCI('--no-strict')).toBe(0)
  })

  test('a filter that leaves out claims without data counts as a choice', async () => {
    const { genspec } = await project({
      'a.gen': withoutData,
      'b.gen': spec('expect params = 12_730').replace('claim example', 'claim counted'),
    })
    expect((await genspec('.', '--strict')).code).toBe(4)
    expect((await genspec('.', '--strict', '-t', 'counted')).code).toBe(0)
    expect((await genspec('b.gen', '--strict')).code).toBe(0)
  })

  test('failures and errors take precedence', async () => {
    const { genspec } = await project({
      'a.gen': withoutData,
      'b.gen': spec('expect params = 12_731').replace('claim example', 'claim miscounted'),
    })
    expect((await genspec('.', '--strict')).code).toBe(1)
  })

  test('the API gives the same exit codes, in CI by default', async () => {
    const { folder } = await project({
      'a.gen': withoutData,
      'own.mjs': `
import { run } from 'genspec'
const codes = []
for (const settings of [{}, { strict: true }, { strict: false }]) {
  const { claims, exitCode } = await run(['a.gen'], { engine: 'portable', ...settings })
  codes.push([exitCode, claims[0].skippedFor])
}
console.log(JSON.stringify(codes))
`,
    })
    await mkdir(path.join(folder, 'node_modules'))
    await symlink(root, path.join(folder, 'node_modules', 'genspec'), 'junction')
    await writeFile(path.join(folder, 'package.json'), '{}')
    const told = async (CI: string) => {
      const env = { ...process.env, CI, GENSPEC_DATA: undefined }
      const { stdout } = await promisify(execFile)(process.execPath, ['own.mjs'], {
        ...{ cwd: folder, env },
      })
      return JSON.parse(stdout) as unknown
    }
    expect(await told('')).toEqual([0, 4, 0].map((code) => [code, 'data']))
    expect(await told('true')).toEqual([4, 4, 0].map((code) => [code, 'data']))
  })
})
