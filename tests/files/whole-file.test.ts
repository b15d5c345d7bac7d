import { execFileSync, spawn } from 'node:child_process'
import {
  chmod,
  mkdir,
  mkdtemp,
  readFile,
  readdir,
  realpath,
  stat,
  symlink,
  utimes,
  writeFile,
} from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { describe, expect, test, vi } from 'vitest'
import { isUnfinished, writeWhole } from '../../src/files/whole-file.js'

const posix = process.platform !== 'win32'

async function folder(): Promise<string> {
  return realpath(await mkdtemp(path.join(tmpdir(), 'genspec-files-')))
}

describe('a file is written whole or not at all', () => {
  test('in parts, with the folders above it', async () => {
    const file = path.join(await folder(), 'a', 'b', 'c.txt')
    async function* parts() {
      yield await Promise.resolve('one ')
      yield Buffer.from('two')
    }
    await writeWhole(file, parts())
    expect(await readFile(file, 'utf8')).toBe('one two')
    await writeWhole(file, ['three'])
    expect(await readFile(file, 'utf8')).toBe('three')
    expect(await readdir(path.dirname(file))).toEqual(['c.txt'])
  })

  test('what breaks off leaves the old file and nothing beside it', async () => {
    const file = path.join(await folder(), 'a.txt')
    await writeWhole(file, 'old')
    function* parts() {
      yield 'x'.repeat(100_000)
      throw new Error('the disk is full')
    }
    await expect(writeWhole(file, parts())).rejects.toThrow('the disk is full')
    expect(await readFile(file, 'utf8')).toBe('old')
    expect(await readdir(path.dirname(file))).toEqual(['a.txt'])
  })

  test('writers side by side leave one of their files', async () => {
    const file = path.join(await folder(), 'a.txt')
    const texts = Array.from({ length: 20 }, (_, index) => String(index).repeat(10_000))
    await Promise.all(texts.map((text) => writeWhole(file, text)))
    expect(texts).toContain(await readFile(file, 'utf8'))
    expect(await readdir(path.dirname(file))).toEqual(['a.txt'])
  })

  test('what a killed process left of the same file goes once it is old', async () => {
    const file = path.join(await folder(), 'a.txt')
    const left = (name: string) => `${name}.01234567-89ab-cdef-0123-456789abcdef`
    const then = new Date(Date.now() - 3_600_000)
    for (const name of [left(file), left(`${file}.bak`), `${file}.01234567`]) {
      await writeFile(name, 'half')
      await utimes(name, then, then)
    }
    const young = `${file}.11234567-89ab-cdef-0123-456789abcdef`
    await writeFile(young, 'half')
    await writeWhole(file, 'whole')
    const names = await readdir(path.dirname(file))
    expect(names.filter((name) => !isUnfinished(name)).sort()).toEqual(['a.txt', 'a.txt.01234567'])
    expect(names.filter(isUnfinished).sort()).toEqual(
      [path.basename(young), left('a.txt.bak')].sort(),
    )
  })
})

describe.skipIf(!posix)('what stands in its place', () => {
  test('a link is followed, and the mode stays', async () => {
    const there = await folder()
    const target = path.join(there, 'target.txt')
    await writeFile(target, 'old')
    await chmod(target, 0o664)
    await mkdir(path.join(there, 'links'))
    const link = path.join(there, 'links', 'a.txt')
    await symlink(target, link)
    await writeWhole(link, 'new')
    expect(await readFile(target, 'utf8')).toBe('new')
    expect((await stat(target)).mode & 0o777).toBe(0o664)
    expect(await readdir(path.join(there, 'links'))).toEqual(['a.txt'])
  })

  test('a pipe is written to, and stays one; a folder is an error', async () => {
    const there = await folder()
    const pipe = path.join(there, 'pipe')
    execFileSync('mkfifo', [pipe])
    const reader = spawn('cat', [pipe], { stdio: ['ignore', 'pipe', 'ignore'] })
    let text = ''
    reader.stdout.setEncoding('utf8').on('data', (part: string) => (text += part))
    const ended = new Promise((resolve) => reader.on('close', resolve))
    // As somebody who waits for its end would find it: with a reader.
    await vi.waitFor(() => writeWhole(pipe, 'through the pipe'))
    await ended
    expect(text).toBe('through the pipe')
    expect((await stat(pipe)).isFIFO()).toBe(true)
    await expect(writeWhole(pipe, 'nobody reads')).rejects.toMatchObject({ code: 'ENXIO' })
    await expect(writeWhole(there, 'text')).rejects.toMatchObject({ code: 'EISDIR' })
  })
})
