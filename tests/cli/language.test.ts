import { spawn } from 'node:child_process'
import { readFile, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { project } from '../support/genspec.js'
import { sarifErrors } from '../support/sarif.js'
import { spec } from '../support/specs.js'

const good = spec('expect train acc > 0.9')
const untidy = good.replaceAll('  ', '\t').replace('batch 20', 'batch   20 // small')

describe('check', () => {
  test('--fix corrects the file, keeps its line ends, and reports the number of fixes', async () => {
    const broken = good.replace('train acc > 0.9', 'trian acc == 0.9').replaceAll('\n', '\r\n')
    const { genspec, folder } = await project({ 'a.gen': broken })
    const { code, stdout } = await genspec('check', 'a.gen', '--fix')
    expect(stdout).toBe('1 file, 1 claim: 2 mistakes fixed, no errors\n')
    expect(code).toBe(0)
    const text = await readFile(path.join(folder, 'a.gen'), 'utf8')
    expect(text).toBe(good.replace('> 0.9', '= 0.9').replaceAll('\n', '\r\n'))
  })

  test('--format json, sarif and github report the same mistakes, exit 2', async () => {
    const { genspec } = await project({ 'a.gen': spec('expect trian acc > 0.9') })
    const json = await genspec('check', '--format', 'json')
    expect(JSON.parse(json.stdout)).toMatchObject({
      errors: 1,
      diagnostics: [{ code: 'GS2001', path: 'a.gen', start: { line: 22, column: 10 } }],
    })
    const sarif = JSON.parse((await genspec('check', '--format', 'sarif')).stdout)
    expect(sarifErrors(sarif)).toEqual([])
    expect(sarif.runs[0].results[0]).toMatchObject({
      ruleId: 'GS2001',
      locations: [{ physicalLocation: { region: { startLine: 22, startColumn: 10 } } }],
    })
    const github = await genspec('check', '--format', 'github')
    expect(github.stdout).toBe(
      '::error file=a.gen,line=22,endLine=22,col=10,endColumn=19,title=GS2001::unknown metric `trian acc`%0Adid you mean `train acc`?\n',
    )
    for (const { code } of [json, github]) expect(code).toBe(2)
  })

  test('`use` reads only files of the project, unless others are allowed', async () => {
    const { genspec, folder } = await project({
      'project/package.json': '{}',
      'project/inside.gen': 'use "../outside.gen"\n',
      'outside.gen': 'paper p { title "One" }\n',
    })
    expect(folder).not.toBe('')
    const refused = await genspec('check', 'project')
    expect(refused.stderr).toContain('error[GS2202]: `../outside.gen` lies outside the project')
    expect(refused.code).toBe(2)
    for (const command of ['check', 'run', 'plan', 'list', 'print']) {
      expect((await genspec(command, 'project', '--allow-outside')).stderr).not.toContain('GS2202')
    }
    expect((await genspec('check', 'project', '--allow-outside')).code).toBe(0)
  })

  test('a profile that no spec declares is a usage error', async () => {
    const { genspec } = await project({ 'a.gen': `${good}\nprofile quick { seeds 1 }\n` })
    const { code, stderr } = await genspec('check', '--profile', 'quik')
    expect(stderr).toContain('no spec declares the profile `quik`; known: quick')
    expect(code).toBe(2)
    expect((await genspec('check', '--profile', 'quick')).code).toBe(0)
  })

  test('a claim with a mistake counts too', async () => {
    const { genspec } = await project({ 'a.gen': good.replace('train acc', 'train ac') })
    expect((await genspec('check')).stderr).toMatch(/1 file, 1 claim: 1 error\n$/)
  })
})

describe('fmt', () => {
  test('--check and --diff change nothing; without them the file is formatted once', async () => {
    const { genspec, folder } = await project({ 'a.gen': untidy })
    const checked = await genspec('fmt', '--check')
    expect(checked.stdout).toContain('a.gen is not formatted')
    expect(checked.code).toBe(1)
    expect((await genspec('fmt', '--diff')).stdout).toContain('+  batch 20 // small')
    expect(await readFile(path.join(folder, 'a.gen'), 'utf8')).toBe(untidy)
    expect((await genspec('fmt')).stdout).toBe('1 file formatted, 0 files already formatted\n')
    const formatted = good.trimStart().replace('batch 20', 'batch 20 // small')
    expect(await readFile(path.join(folder, 'a.gen'), 'utf8')).toBe(formatted)
    expect((await genspec('fmt', '--check')).code).toBe(0)
  })

  test('--stdin formats standard input to standard output', async () => {
    const bin = fileURLToPath(new URL('../../bin/genspec.js', import.meta.url))
    const child = spawn(process.execPath, [bin, 'fmt', '--stdin'])
    child.stdin.end('paper   p{title "One"}')
    const chunks: Buffer[] = []
    for await (const chunk of child.stdout) chunks.push(chunk as Buffer)
    expect(Buffer.concat(chunks).toString()).toBe('paper p { title "One" }\n')
  })

  test('a file that does not parse is left unchanged, exit 2', async () => {
    const { genspec, folder } = await project({ 'a.gen': 'claim c {' })
    expect((await genspec('fmt')).code).toBe(2)
    expect(await readFile(path.join(folder, 'a.gen'), 'utf8')).toBe('claim c {')
  })
})

describe('list, print and explain', () => {
  test('list names claims and kinds, print shows defaults, explain a code', async () => {
    const { genspec } = await project({ 'a.gen': good })
    expect((await genspec('list')).stdout).toBe('a.gen\n  example  train acc > 0.9\n')
    expect(JSON.parse((await genspec('list', '--json')).stdout)).toMatchObject([
      { name: 'example', file: 'a.gen', expectations: [{ text: 'train acc > 0.9' }] },
    ])
    expect((await genspec('list', '--kinds')).stdout).toContain(
      'momentum <a fraction such as `40%`>',
    )
    const resolved = (await genspec('print', '--resolved')).stdout
    expect(resolved).toContain('every seed; seeds 0, 1; alpha 0.05')
    expect(resolved).toContain('optimizer sgd momentum 0.9, nesterov false')
    const [file] = JSON.parse((await genspec('print', '--ast')).stdout)
    expect(file.declarations[0]).toMatchObject({ type: 'block', name: { text: 'digits' } })
    expect((await genspec('explain', 'gs1004')).stdout).toContain('expect params = 50_890')
    expect((await genspec('explain', 'GS9')).code).toBe(2)
  })
})

describe('genspec.config.ts', () => {
  const config = `
import { ShapeError, defineConfig, defineLayer, number } from 'genspec'
import { slope } from './slope.js'

const bent = defineLayer({
  name: 'bent',
  summary: 'x where positive, else a share of it',
  parameters: { slope: number({ doc: 'the share', default: slope, min: 0 }) },
  outputShape(_parameters, input) {
    if (input.length !== 1) throw new ShapeError('takes a vector')
    return input
  },
  weights: () => ({}),
  apply: ({ tf }, { slope }, _weights, input) => tf.leakyRelu(input, slope),
})

export default defineConfig({ kinds: [bent] })
`
  const files = {
    'genspec.config.ts': config,
    'slope.ts': 'export const slope: number = 0.1\n',
    'a.gen': spec('expect train acc > 0.9', [[/dense 16 relu/, 'dense 16\n  bent']]),
  }

  test("a project's layer trains in its own process, and its code is part of the key", async () => {
    const { genspec, folder } = await project(files, { GENSPEC_ENGINE: 'portable' })
    expect((await genspec('list', '--kinds')).stdout).toContain('bent  x where positive')
    expect((await genspec('a.gen')).stdout).toMatch(/1 passed \(2 runs trained/)
    expect((await genspec('a.gen')).stdout).toMatch(/1 passed \(0 runs trained/)
    await writeFile(path.join(folder, 'slope.ts'), 'export const slope: number = 0.2\n')
    expect((await genspec('a.gen')).stdout).toMatch(/1 passed \(2 runs trained/)
  })

  test('so is the code of a metric that ends a training, and of no other', async () => {
    const metric = (factor: number) => `
import { defineConfig, defineMetric } from 'genspec'

const share = defineMetric({
  name: 'share',
  summary: 'a share of the accuracy on the training images',
  unit: 'fraction',
  value: ({ curve }) => ${factor} * (curve.at(-1)?.trainAccuracy ?? 0),
})

export default defineConfig({ kinds: [share] })
`
    const { genspec, folder } = await project(
      {
        'genspec.config.ts': metric(1),
        'a.gen': spec('expect train acc > 0.2', [[/until train acc/, 'until share']]),
        'b.gen': spec('expect share > 0.2', [[/rate 0.1/, 'rate 0.2']]),
      },
      { GENSPEC_ENGINE: 'portable' },
    )
    expect((await genspec('a.gen', 'b.gen')).stdout).toContain('(4 runs trained')
    await writeFile(path.join(folder, 'genspec.config.ts'), metric(0.5))
    expect((await genspec('a.gen', 'b.gen')).stdout).toContain('(2 runs trained')
  })

  test('its parameters and shapes are checked like those of built-in layers', async () => {
    const wrong = spec('expect train acc > 0.9', [[/flatten/, 'bent -1']])
    const { genspec } = await project({ ...files, 'a.gen': wrong })
    expect((await genspec('check')).stderr).toContain('`slope` must be at least 0, not -1')
    const { stderr } = await (
      await project({ ...files, 'a.gen': wrong.replace('bent -1', 'bent 1') })
    ).genspec('check')
    expect(stderr).toContain('error[GS3001]: `bent` takes a vector')
  })

  test('a config that cannot be used is an error that names it, exit 2', async () => {
    const { genspec } = await project({ ...files, 'genspec.config.ts': 'export default 1\n' })
    const { code, stderr } = await genspec('check')
    expect(stderr).toContain('genspec.config.ts: its default export has no list of kinds')
    expect(code).toBe(2)
  })
})
