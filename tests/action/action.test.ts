import { execFile } from 'node:child_process'
import { readFile, readdir } from 'node:fs/promises'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { project } from '../support/genspec.js'
import { spec } from '../support/specs.js'

const root = fileURLToPath(new URL('../..', import.meta.url))
const run = promisify(execFile)

interface Action {
  inputs: Record<string, { default: string }>
  runs: { steps: { name: string; uses?: string; run?: string; env?: Record<string, string> }[] }
}

test.skipIf(process.platform === 'win32')(
  "the action's steps check, compare with the target branch, run, and leave the reports",
  async () => {
    const action = parse(await readFile(path.join(root, 'action.yml'), 'utf8')) as Action
    const text = `${spec('expect train acc > 50%')}\nprofile quick {\n  seeds 1\n}\n`
    const { folder } = await project({ 'specs/a.gen': text, '.gitignore': '.genspec\n' })
    const git = (...args: string[]) => run('git', args, { cwd: folder })
    await git('init', '--quiet', '--initial-branch', 'main')
    await git('add', '.')
    const author = ['-c', 'user.name=a', '-c', 'user.email=a@b.c']
    await git(...author, 'commit', '--quiet', '-m', 'specs')
    await git('remote', 'add', 'origin', folder)

    const given: Record<string, string> = {
      ...{ paths: 'specs', engine: 'portable' },
      command: `${process.execPath} ${path.join(root, 'bin', 'genspec.js')}`,
    }
    const inputs = Object.fromEntries(
      Object.entries(action.inputs).map(([name, one]) => [name, given[name] ?? one.default]),
    )
    const filled = (value: string) =>
      value.replace(/\$\{\{ inputs\.([\w-]+) \}\}/g, (_, name: string) => inputs[name] ?? '')
    const github = {
      ...{ CI: 'true', GITHUB_ACTIONS: 'true', GITHUB_BASE_REF: 'main', GITHUB_SHA: 'abc' },
      ...{ GITHUB_SERVER_URL: 'https://github.com', GITHUB_REPOSITORY: 'o/r' },
      GITHUB_STEP_SUMMARY: path.join(folder, 'summary.md'),
    }
    const outputs: Record<string, string> = {}
    for (const { name, run: script, env = {} } of action.runs.steps) {
      if (script === undefined) continue
      const own = Object.fromEntries(Object.entries(env).map(([key, one]) => [key, filled(one)]))
      const { stdout } = await run('bash', ['-eo', 'pipefail', '-c', script], {
        cwd: folder,
        env: { ...process.env, GENSPEC_DATA: undefined, ...github, ...own },
      })
      outputs[name] = stdout
    }
    expect(outputs['Run']).toContain('1 passed')
    expect((await readdir(path.join(folder, 'genspec-reports'))).sort()).toEqual(
      ['badge.svg', 'junit.xml', 'report.html', 'report.json', 'report.md', 'report.sarif'].sort(),
    )
    const summary = await readFile(github.GITHUB_STEP_SUMMARY, 'utf8')
    expect(summary).toContain('https://github.com/o/r/blob/abc/specs/a.gen#L')
    expect(action.runs.steps.map(({ uses }) => uses).filter(Boolean)).toEqual([
      'actions/cache@v4',
      'actions/upload-artifact@v4',
    ])
  },
)
