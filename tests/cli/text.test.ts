import { execFileSync } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { endOf, project } from '../support/genspec.js'

const latin1 = Buffer.from('paper p {\n  title   "Caf\xe9"\n}\n', 'latin1')

describe('files that are not specs', () => {
  test('a file that is not UTF-8 is refused with the place of the byte, and never overwritten', async () => {
    const { genspec, folder } = await project({ 'a.gen': latin1 })
    for (const command of [['check'], ['check', '--fix'], ['fmt'], ['run']]) {
      const { code, stderr } = await genspec(...command, 'a.gen')
      expect(stderr).toContain('error[GS1021]: the byte 0xE9 is not UTF-8')
      expect(stderr).toContain('--> a.gen:2:15')
      expect(code).toBe(2)
    }
    expect(await readFile(path.join(folder, 'a.gen'))).toEqual(latin1)
  })

  test.skipIf(process.platform === 'win32')(
    'a pipe is refused at once, by `use` and on the command line',
    async () => {
      const { genspec, folder } = await project({
        'a.gen': 'use "pipe.gen"\nuse "."\nuse "none"\n',
      })
      execFileSync('mkfifo', [path.join(folder, 'pipe.gen')])
      const { code, stderr } = await genspec('check', 'a.gen')
      expect(stderr).toContain('cannot use `pipe.gen`: it is a pipe, not a file')
      expect(stderr).toContain('cannot use `.`: it is a folder, not a file')
      expect(stderr).toContain('cannot use `none`: there is no such file')
      expect(code).toBe(2)
      const named = await genspec('check', 'pipe.gen')
      expect(named.stderr).toBe('genspec: `pipe.gen` cannot be read: it is a pipe, not a file\n')
      expect(named.code).toBe(2)
    },
  )

  test('neither reads a file that is too large for a spec', async () => {
    const { genspec } = await project({ 'a.gen': '// long\n'.repeat(600_000) })
    const { code, stderr } = await genspec('check', 'a.gen')
    expect(stderr).toContain('`a.gen` cannot be read: it has 4.8 MB, more than the 4.0 MB allowed')
    expect(code).toBe(2)
  })
})

describe('control sequences', () => {
  test.skipIf(process.platform === 'win32')('are not allowed in the name of a spec', async () => {
    for (const name of ['a\x1B[31m.gen', 'a\n::error::b.gen', '\u202Eneg.gen', '::error::c.gen']) {
      const { genspec } = await project({ [name]: '' })
      const { code, stdout, stderr } = await genspec('check')
      expect(stderr).toMatch(
        /^genspec: `[\x20-\x7E]*` has a name that cannot be printed; rename it\n$/,
      )
      expect(stdout).toBe('')
      expect(code).toBe(2)
    }
  })

  test('from the command line are escaped', async () => {
    const { genspec } = await project({})
    for (const args of [
      ['check', 'a\n::error::b'],
      ['check', '--a\x1B[31m'],
      ['show', 'run', '\x07'],
    ]) {
      const { code, stderr } = await genspec(...args)
      expect(stderr).not.toMatch(/[^\P{Cc}\n]|^\s*::/mu)
      expect(code).toBe(2)
    }
  })

  test.each([
    ['javascript:alert(1)', 2],
    ['https://arxiv.org@elsewhere.example', 2],
    ['arxiv.org/abs/1611.03530', 2],
    ['https://arxiv.org/abs/1611.03530', 0],
    ['doi:10.1038/nature14539', 0],
  ])('a paper may only link to the web: %s', async (link, code) => {
    const { genspec } = await project({ 'a.gen': `paper p {\n  link "${link}"\n}\n` })
    const checked = await genspec('check')
    expect(checked.code).toBe(code)
    if (code !== 0) expect(checked.stderr).toContain('error[GS2006]: `link` takes a web address')
  })
})

describe('paths for GitHub', () => {
  const files = { 'sub dir/a(1).gen': 'claim c {\n  expect 1 > 2\n}\n' }
  const actions = {
    ...{ GITHUB_ACTIONS: 'true', GITHUB_STEP_SUMMARY: 'summary.md' },
    ...{ GITHUB_SERVER_URL: 'https://github.com', GITHUB_REPOSITORY: 'a/b', GITHUB_SHA: 'c0ffee' },
  }

  test.each([
    ['of git', { ...files, '.git/HEAD': '' }],
    ['of the job', files],
  ])('start at the root of the repository %s', async (what, all) => {
    const { start, folder } = await project(all, actions)
    const workspace = what === 'of git' ? {} : { GITHUB_WORKSPACE: folder }
    const args = ['run', 'a(1).gen', '--reporter', 'sarif=out.sarif']
    const run = await endOf(start(args, workspace, 'ignore', 'sub dir'))
    expect(run.stdout).toContain('::error file=sub dir/a(1).gen,line=2,title=c%3A fail::')
    const text = (name: string) => readFile(path.join(folder, 'sub dir', name), 'utf8')
    expect(await text('summary.md')).toContain(
      '](https://github.com/a/b/blob/c0ffee/sub%20dir/a%281%29.gen#L1)',
    )
    expect(await text('out.sarif')).toContain('"uri": "sub%20dir/a(1).gen"')
  })

  test('do so in `check` too', async () => {
    const broken = { '.git/HEAD': '', 'sub/a.gen': 'claim {\n}\n' }
    const { inFolder } = await project(broken)
    const genspec = inFolder('sub')
    expect((await genspec('check', '--format', 'github')).stdout).toMatch(
      /^::error file=sub\/a\.gen,/,
    )
    const sarif = (await genspec('check', '--format', 'sarif')).stdout
    expect(sarif).toContain('"uri": "sub/a.gen"')
  })
})

describe('line ends and byte order marks', () => {
  const untidy =
    '\uFEFFtraining t {\r\n  optimizer   sgd\r\n  rate = 0.1\r\n  until 3 epochs\r\n}\r\n'

  test('check --fix and fmt keep them', async () => {
    const { genspec, folder } = await project({ 'a.gen': untidy })
    await genspec('check', '--fix', 'a.gen')
    const text = () => readFile(path.join(folder, 'a.gen'), 'utf8')
    expect(await text()).toBe(untidy.replace('= ', ' '))
    await genspec('fmt', 'a.gen')
    expect(await text()).toBe(untidy.replace('= ', '').replace('   sgd', ' sgd'))
  })

  test('fmt --stdin keeps them', async () => {
    const { start } = await project({})
    const child = start(['fmt', '--stdin'], {}, 'pipe')
    child.stdin?.end(untidy.replace('= ', ''))
    const chunks: Buffer[] = []
    for await (const chunk of child.stdout ?? []) chunks.push(chunk as Buffer)
    expect(Buffer.concat(chunks).toString()).toBe(
      untidy.replace('= ', '').replace('   sgd', ' sgd'),
    )
  })

  test('fmt gives all lines the most frequent line end', async () => {
    const { genspec, folder } = await project({ 'a.gen': 'paper p {\r\n  title "One"\r\n}\n' })
    expect((await genspec('fmt', '--check', 'a.gen')).code).toBe(1)
    await genspec('fmt', 'a.gen')
    const text = await readFile(path.join(folder, 'a.gen'), 'utf8')
    expect(text).toBe('paper p {\r\n  title "One"\r\n}\r\n')
  })
})
