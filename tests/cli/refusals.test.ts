/** @file Commands and specs that cannot be meant are refused with a remedy. */

import { execFileSync } from 'node:child_process'
import { mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { project } from '../support/genspec.js'
import { spec } from '../support/specs.js'

describe('mistakes in a spec', () => {
  test.each([
    ['expect test acc ~ 50% within 0pp', 'the margin must be above 0; equality is written `=`'],
    ['expect params ~ 100 within 0', 'the margin must be above 0'],
    [
      'expect epochs to (train loss < 5%) < 3',
      '`train loss` is a plain number and cannot be compared with 5%',
    ],
    [
      'expect epochs to (train acc > 200%) < 3',
      '`train acc`, which lies between 0% and 100%, can cross',
    ],
    ['expect epochs to (wall time < 0) < 3', '`wall time`, which is never negative, can cross'],
    [
      'expect steps to (train loss < 5pp) < 3',
      '`train loss` is a plain number and cannot be compared with 5pp',
    ],
  ])('%s', async (claim, message) => {
    const { genspec } = await project({ 'a.gen': spec(claim) })
    const { code, stderr } = await genspec('check')
    expect(stderr).toContain(message)
    expect(code).toBe(2)
  })

  test.each([
    [/until .*/, 'until train loss < 5% or 10 epochs', 'cannot be compared with 5%'],
    [/dense 16 relu/, 'repeat 10_000_000 {\n dense 16 relu\n}', '`repeat` must be from 1 to'],
    [/dense 16 relu/, 'repeat 0 {\n dense 16 relu\n}', '`repeat` must be from 1 to'],
    [/dense 16 relu/, 'repeat many {\n dense 16 relu\n}', '`repeat`'],
  ])('%s becomes %s', async (from, to, message) => {
    const { genspec } = await project({ 'a.gen': spec('expect train acc > 50%', [[from, to]]) })
    const { code, stderr } = await genspec('check')
    expect(stderr).toContain(message)
    expect(code).toBe(2)
  })
})

describe('mistakes on the command line', () => {
  test('show model takes a model and nothing else', async () => {
    const { genspec } = await project({ 'a.gen': spec('expect train acc > 50%') })
    for (const rest of ['over 2 seeds', 'on digits', 'under random labels']) {
      const { code, stderr } = await genspec('show', 'model', `mlp ${rest}`)
      expect(stderr).toContain(`\`${rest}\` is not part of a model`)
      expect(code).toBe(2)
    }
  })

  test('breaking --allow names a claim', async () => {
    const { genspec, folder } = await project({ 'a.gen': spec('expect train acc > 50%') })
    const git = (...args: string[]) => execFileSync('git', args, { cwd: folder })
    git('init', '-q')
    git('add', '.')
    git('-c', 'user.name=a', '-c', 'user.email=a@b', 'commit', '-qm', 'first')
    await writeFile(path.join(folder, 'a.gen'), spec('expect train acc > 40%'))
    const { code, stderr } = await genspec(
      ...['breaking', '--against', 'HEAD', '--allow', 'exampel'],
    )
    expect(stderr).toContain('there is no claim `exampel`')
    expect(stderr).toContain('did you mean `example`?')
    expect(code).toBe(2)
    expect((await genspec('breaking', '--against', 'HEAD', '--allow', 'example')).code).toBe(0)
  })

  test.each(['runs.zip', 'runs.tar', 'runs.tar.xz', 'RUNS.7Z'])(
    'store export %s',
    async (target) => {
      const { genspec } = await project({ 'a.gen': spec('expect train acc > 50%') })
      const { code, stderr } = await genspec('store', 'export', target)
      expect(stderr).toContain('archives are written as .tgz')
      expect(code).toBe(2)
    },
  )

  test('store gc of a spec without claims removes nothing, even with --yes', async () => {
    const { genspec, folder } = await project({
      'a.gen': spec('expect train acc > 50%'),
      'b.gen': spec('expect train acc > 50%'),
    })
    await mkdir(path.join(folder, '.genspec'))
    for (const emptied of ['', '// claim a {}\n']) {
      await writeFile(path.join(folder, 'a.gen'), emptied)
      const { code, stderr } = await genspec('store', 'gc', 'a.gen', 'b.gen', '--yes')
      expect(stderr).toContain('a.gen has no claim, so it needs no run')
      expect(code).toBe(2)
    }
  })
})
