import { chmod, mkdir, readFile, readdir, rm, symlink } from 'node:fs/promises'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { describe, expect, test } from 'vitest'
import { type Project, project } from '../support/genspec.js'
import { spec } from '../support/specs.js'

/** A spec whose run takes a moment. */
const theorem = `
claim theorem_1 {
  given interpolator relu_2n_plus_d on gaussian_cloud(n: 50, d: 4)
  expect weights = 2 * n + d
}
`
const good = spec('expect train acc > 0.9')
const unix = process.platform !== 'win32'

/** Runs a command and checks that no stack is printed. */
async function ended(made: Project, ...args: string[]) {
  const finished = await made.genspec(...args)
  expect(finished.stderr + finished.stdout).not.toMatch(/\n {4}at |node:internal|Node\.js v/)
  return finished
}

describe.runIf(unix)('files next to specs', () => {
  test("an editor's lock, a Mac's resource files and circular links are not specs", async () => {
    const made = await project({ 'a.gen': good, '._a.gen': '\0\x05\x16\x07', 'd/b.gen': theorem })
    await symlink('somebody@somewhere.123:456', path.join(made.folder, '.#a.gen'))
    await symlink('..', path.join(made.folder, 'd/up'))
    await symlink('.', path.join(made.folder, 'd/round.gen'))
    expect(await ended(made, 'check')).toMatchObject({
      code: 0,
      stdout: '2 files, 2 claims: no errors\n',
    })
  })

  test('all dangling links are named, exit 2', async () => {
    const made = await project({ 'a.gen': good })
    const link = (target: string, name: string) => symlink(target, path.join(made.folder, name))
    await link('gone.gen', 'b.gen')
    await link('d.gen', 'c.gen')
    await link('c.gen', 'd.gen')
    const { code, stderr } = await ended(made, 'check')
    expect(stderr).toBe(
      `genspec: \`b.gen\` cannot be read: it is a link to \`gone.gen\`, which does not exist; remove or redirect the link
  \`c.gen\` cannot be read: its symbolic links lead in a circle; remove or redirect one of them
  \`d.gen\` cannot be read: its symbolic links lead in a circle; remove or redirect one of them
`,
    )
    expect(code).toBe(2)
    expect(await ended(made, 'check', 'b.gen')).toMatchObject({ code: 2 })
  })

  test('a file and a folder without read permission', async () => {
    const made = await project({ 'a.gen': good, 'd/b.gen': good }, {}, { unprivileged: true })
    await chmod(path.join(made.folder, 'a.gen'), 0)
    await chmod(path.join(made.folder, 'd'), 0)
    const remedy =
      'cannot be read: permission is denied; change its permissions, or run as a user who has them\n'
    for (const name of ['a.gen', 'd']) {
      const { code, stderr } = await ended(made, 'check', name)
      expect(stderr).toBe(`genspec: \`${name}\` ${remedy}`)
      expect(code).toBe(2)
    }
    await chmod(path.join(made.folder, 'd'), 0o755)
  })
})

describe.runIf(unix)('folders without write permission', () => {
  test.each([
    ['fmt', 'a.gen'],
    ['check', '--fix', 'b.gen'],
    ['run', 'c.gen', '--reporter', 'json'],
  ])('%s %s: the file is named, exit 2', async (...args) => {
    const made = await project(
      {
        'a.gen': good.replace('batch 20', 'batch   20'),
        'b.gen': good.replace('train acc', 'trian acc'),
        'c.gen': theorem,
      },
      {},
      { unprivileged: true },
    )
    for (const name of ['a.gen', 'b.gen']) await chmod(path.join(made.folder, name), 0o444)
    await chmod(made.folder, 0o555)
    const { code, stderr } = await ended(made, ...args)
    expect(stderr).toMatch(/genspec: `?[\w./]+`? cannot be \w+: permission is denied; /)
    expect(code).toBe(2)
    await chmod(made.folder, 0o755)
  })

  test('a file where the store should be, and a folder where the lock should be', async () => {
    const made = await project({ 'a.gen': theorem, '.genspec': '' })
    const { code, stderr } = await ended(made)
    expect(stderr).toContain(
      '`.genspec/runs` cannot be made: a part of the path is a file, not a folder; move that file, or name another path\n',
    )
    expect(code).toBe(2)
    const other = await project({ 'a.gen': theorem })
    await other.genspec()
    await mkdir(path.join(other.folder, 'genspec.lock'))
    for (const args of [['accept'], ['run', '--locked']]) {
      const { code, stderr } = await ended(other, ...args)
      expect(stderr).toContain('genspec.lock cannot be read: it is a folder, not a file')
      expect(code).toBe(2)
    }
  })

  test('if one of several reports cannot be written, the verdict and the other reports are', async () => {
    const files = { 'a.gen': theorem, 'b.gen': theorem.replace('2 * n + d', '2 * n') }
    const made = await project(files)
    await mkdir(path.join(made.folder, 'html.html'))
    const names = ['html=html.html', 'json=a.gen/r.json', 'junit=out/j.xml', 'tap=out/t.tap']
    const args = names.flatMap((name) => ['--reporter', name])
    const passed = await ended(made, 'a.gen', ...args)
    expect(passed.stderr).toBe(
      `genspec: the report html.html cannot be written: it is a folder, not a file; move the folder, or name another path
genspec: the report a.gen/r.json cannot be written: something of that name is there already; move it, or name another path
`,
    )
    expect(passed.code).toBe(2)
    expect(await readdir(path.join(made.folder, 'out'))).toEqual(['j.xml', 't.tap'])
    expect((await ended(made, 'b.gen', ...args)).code).toBe(1)
    expect((await ended(made, 'report', ...args)).code).toBe(2)
  })

  test('a GitHub job summary that cannot be written is reported, and does not change the exit code', async () => {
    const environment = { GITHUB_ACTIONS: 'true', GITHUB_STEP_SUMMARY: '/nowhere/summary' }
    const { code, stderr } = await ended(await project({ 'a.gen': theorem }, environment))
    expect(stderr).toContain(
      'genspec: the job summary /nowhere/summary (GITHUB_STEP_SUMMARY) cannot be written: there is no such file or folder',
    )
    expect(code).toBe(0)
  })
})

describe.runIf(unix)('paths that are not files', () => {
  test.each([
    ['report', 'there are no events in pipe: it is a pipe, not a file; `genspec run` writes them'],
    ['store import', 'nothing is imported from `pipe`: it is a pipe, not a file'],
    ['check', '`pipe` cannot be read: it is a pipe, not a file'],
    ['compare', 'pipe cannot be read: it is a pipe, not a file'],
  ])('%s: no command waits for a pipe', async (command, message) => {
    const { shell } = await project({ 'a.gen': theorem })
    const { code, stderr } = await shell(`mkfifo pipe; genspec ${command} pipe`)
    expect(stderr).toContain(message)
    expect(code).toBe(2)
  })

  test.each([
    ['a pipe', 'mkfifo genspec.config.ts', 'it is a pipe, not a file'],
    ['a device', 'ln -s /dev/zero genspec.config.mjs', 'it is a device, not a file'],
    ['a link to nothing', 'ln -s /nowhere genspec.config.js', 'there is no such file'],
  ])('%s where the config should be is named', async (_, script, reason) => {
    const { shell } = await project({ 'a.gen': theorem })
    const { code, stderr } = await shell(`${script}; genspec check`)
    expect(stderr).toMatch(/^genspec: genspec\.config\.m?[tj]s cannot be read: /)
    expect(stderr).toContain(reason)
    expect(code).toBe(2)
  })

  test.each(['mkfifo tries.json', 'echo null > tries.json', `echo '{"a":5}' > tries.json`])(
    'a cache may have any content: %s',
    async (script) => {
      const { shell } = await project({ 'a.gen': good })
      const { code, stdout } = await shell(
        `mkdir .genspec; cd .genspec; ${script}; genspec plan ..`,
      )
      expect(stdout).toContain('2 to train')
      expect(code).toBe(0)
    },
  )

  test('a report into a pipe without a reader is skipped without waiting', async () => {
    const { shell } = await project({ 'a.gen': theorem })
    const { code, stderr } = await shell('mkfifo r; genspec a.gen --reporter json=r')
    expect(stderr).toContain(
      'the report r cannot be written: there is no such device, or the pipe has no reader',
    )
    expect(code).toBe(2)
  })

  test('a file that is no archive of runs', async () => {
    const made = await project({ 'a.tgz': 'no archive' })
    const { code, stderr } = await ended(made, 'store', 'import', 'a.tgz')
    expect(stderr).toContain('nothing is imported from `a.tgz`: it is no tar archive')
    expect(code).toBe(2)
  })
})

describe.runIf(process.platform === 'linux')('a file system that refuses files', () => {
  test.each(['/proc/none/here/r.json', '/sys/none/r.json'])(
    '%s ends with a message',
    async (file) => {
      const made = await project({ 'a.gen': theorem })
      const { code, stderr } = await ended(made, 'a.gen', '--reporter', `json=${file}`)
      expect(stderr).toContain(`the report ${file} cannot be written: `)
      expect(code).toBe(2)
    },
  )

  test('a limit on file sizes leads to an error, not to a death by signal', async () => {
    const { shell } = await project({ 'a.gen': theorem })
    const { code, stdout } = await shell('ulimit -f 0; genspec --reporter json=r.json 2>&1')
    expect(stdout).toContain('the file would be larger than is allowed')
    expect(code).toBeLessThan(128)
  })
})

describe.runIf(process.platform === 'linux')('standard output and standard error', () => {
  test.each(['list', 'check', 'run', 'plan --json', '--help'])(
    '%s: a full standard output is reported, exit 2',
    async (command) => {
      const { shell } = await project({ 'a.gen': theorem })
      const { code, stderr } = await shell(`genspec ${command} > /dev/full`)
      expect(stderr).toBe(
        'genspec: standard output cannot be written: no space is left on the device; free some, or name a path on another device\n',
      )
      expect(code).toBe(2)
    },
  )

  test('a failed claim gives exit code 1 even if the output cannot be written', async () => {
    const { shell } = await project({ 'a.gen': theorem.replace('2 * n + d', '2 * n') })
    for (const where of ['> /dev/full', '2> /dev/full', '> /dev/full 2> /dev/full', '>&- 2>&-']) {
      expect((await shell(`genspec ${where}`)).code).toBe(1)
    }
  })

  test('| head -1: the reports and the events are written, and the exit code is the verdict', async () => {
    const { shell, folder } = await project({ 'a.gen': theorem.replace('2 * n + d', '2 * n') })
    const { stdout } = await shell(
      'genspec --reporter default --reporter junit=j.xml | head -1; echo ${PIPESTATUS[0]}',
    )
    expect(stdout).toMatch(/^1 claim, 1 run to train.*\n1\n$/)
    expect(await readFile(path.join(folder, 'j.xml'), 'utf8')).toContain('<failure')
    expect(await readFile(path.join(folder, '.genspec/events.ndjson'), 'utf8')).toContain(
      '"type":"end"',
    )
  })
})

describe('an internal error of genspec', () => {
  const calling = (body: string) => `
import fs from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'
fs.promises.stat = () => { ${body} }
syncBuiltinESMExports()
`

  test.each([
    ['an exception', 'throw new TypeError("x is not a function")', 'x is not a function'],
    [
      'an exception that nobody waits for',
      'setTimeout(() => { throw new Error("internal: too late") }); return new Promise(() => undefined)',
      'too late',
    ],
    [
      'a promise that nobody keeps',
      'return new Promise(() => undefined)',
      'the command ended before it was finished',
    ],
    ['what is no error', 'return Promise.reject("nothing")', 'nothing'],
  ])(
    '%s: genspec reports it, writes the details to a file, and exits with 70',
    async (_, body, message) => {
      const hook = await project({ 'hook.mjs': calling(body) })
      const { href } = pathToFileURL(path.join(hook.folder, 'hook.mjs'))
      const made = await project({ 'a.gen': good }, { NODE_OPTIONS: `--import=${href}` })
      const { code, stderr } = await ended(made, 'check', 'a.gen')
      const madeBy = String.raw`genspec [\d.]+, Node v[\d.]+, \w+ \w+`
      expect(stderr).toMatch(
        new RegExp(
          String.raw`^genspec: this is a bug in genspec, not in your specs: ${message}\n  please report it with this information:\n  ${madeBy}\n  genspec check a\.gen\n  .*fault\.txt \(the stack\)\n$`,
        ),
      )
      expect(code).toBe(70)
      const [, file = ''] = /^ {2}(.*) \(the stack\)$/m.exec(stderr) ?? []
      expect(await readFile(file, 'utf8')).toMatch(
        new RegExp(`^${madeBy}\ngenspec check a\\.gen\n\n[^]*${message}`),
      )
      await rm(path.dirname(file), { recursive: true })
    },
  )
})
