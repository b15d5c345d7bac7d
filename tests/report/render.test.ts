import { execFile } from 'node:child_process'
import { readFile, readdir, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { project } from '../support/genspec.js'
import { spec } from '../support/specs.js'

const script = fileURLToPath(new URL('../../reports/render.ts', import.meta.url))
const tsx = fileURLToPath(new URL('../../node_modules/tsx/dist/cli.mjs', import.meta.url))

function render(folder: string, ...args: string[]): Promise<{ code: number; stderr: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, [tsx, script, ...args], { cwd: folder }, (error, _, stderr) =>
      resolve({ code: error ? Number(error.code) : 0, stderr }),
    )
  })
}

test('reports can be made from committed runs without training, and stale ones are named', async () => {
  const text = spec(`
    expect train acc > 50% under random labels
    reported curve figure1.random
  `)
  const curve = {
    x: 'epoch',
    y: 'accuracy, %',
    points: [
      [1, 20],
      [9, 100],
    ],
  }
  const { folder, genspec } = await project({
    'a.gen': text,
    'curves.json': JSON.stringify({ 'figure1.random': curve }),
    'reports/paper/report.json': '{ "specs": ["a.gen"] }',
  })
  expect((await genspec('a.gen')).code).toBe(0)
  await genspec('store', 'export', path.join('reports', 'paper', 'runs'))
  await rm(path.join(folder, '.genspec'), { recursive: true })
  const own = path.join(folder, 'reports', 'paper')
  const read = (name: string) => readFile(path.join(own, name), 'utf8')

  const missing = await render(folder, '--check')
  expect(missing.stderr).toContain(
    `${path.join('reports', 'paper', 'report.html')} is not what its runs say`,
  )
  expect(missing.code).toBe(1)
  expect(await render(folder)).toEqual({ code: 0, stderr: '' })
  expect(await render(folder, '--check')).toEqual({ code: 0, stderr: '' })
  expect((await readdir(own)).sort()).toEqual(
    ['badge.svg', 'pictures', 'report.html', 'report.json', 'report.md', 'runs'].sort(),
  )
  expect(await read('report.html')).toContain('1 of 1 trained claim holds')
  expect(await readdir(path.join(own, 'pictures'))).toEqual(['figure1.svg'])

  await writeFile(path.join(folder, 'a.gen'), text.replace('> 50%', '> 50.5%'))
  const changed = await render(folder, '--check')
  expect(changed.stderr).toContain('report.md is not what its runs say')

  await writeFile(path.join(folder, 'a.gen'), text)
  const [record = ''] = await readdir(path.join(own, 'runs'))
  await rm(path.join(own, 'runs', record), { recursive: true })
  expect((await render(folder)).code).toBe(0)
  expect(await read('report.md')).toContain('its runs are not among the committed ones')
  expect(await render(folder, '--check')).toEqual({ code: 0, stderr: '' })
})
