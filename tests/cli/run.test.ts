import { readFile, readdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { project } from '../support/genspec.js'
import { spec } from '../support/specs.js'

describe('verdicts and exit codes', () => {
  test('a claim that holds passes, exit 0', async () => {
    const { genspec } = await project({ 'a.gen': spec('expect train acc > 0.9 under true labels') })
    const { code, stdout } = await genspec('a.gen')
    expect(stdout).toContain('✓ all 2 seeds have train acc > 0.9 under true labels (lowest ')
    expect(stdout).toMatch(/1 passed \(2 runs trained, /)
    expect(code).toBe(0)
  })

  test('a claim that does not hold fails with its counterexample and its line, exit 1', async () => {
    const { genspec } = await project({
      'a.gen': spec('expect train acc < 5%\nexpect train acc > 50% under random labels'),
    })
    const { code, stdout } = await genspec('a.gen')
    expect(stdout).toMatch(
      /✗ seed 0 has [\d.]+%, so train acc < 5% fails \(1 of 2 seeds\) {2}a\.gen:22/,
    )
    expect(stdout).toContain('1 failed')
    expect(code).toBe(1)
  })

  test('a learning rate that gives NaN is an error, never a failure or a pass, exit 3', async () => {
    const diverging = spec('expect train acc < 5%', [[/rate 0.1/, 'rate 1e30']])
    const { genspec } = await project({ 'a.gen': diverging })
    const { code, stdout } = await genspec('a.gen')
    expect(stdout).toMatch(
      /! cannot be judged: the run of mlp on digits with short, seed 0: the training loss became NaN at step \d of epoch 1 \(rate 1e\+30; losses before: [\d.e+, ]+\)/,
    )
    expect(stdout).toContain('1 in error')
    expect(code).toBe(3)
  })

  test('a claim without its data is skipped with a remedy', async () => {
    const cifar = spec('expect train acc > 0.1', [[/mnist-10k/, 'cifar10']])
    const { genspec } = await project({ 'a.gen': cifar })
    const { code, stdout } = await genspec('a.gen')
    expect(stdout).toContain('skipped: CIFAR-10 is not here')
    expect(stdout).toContain('set GENSPEC_DATA to a folder')
    expect(stdout).toMatch(/1 skipped \(0 runs trained/)
    expect(stdout).not.toContain('passed')
    expect(code).toBe(0)
  })

  test('an unknown name is an error with line, column and suggestion, exit 2, without training', async () => {
    const { genspec } = await project({ 'a.gen': spec('expect trian acc > 0.9') })
    const { code, stdout, stderr } = await genspec('a.gen')
    expect(stderr).toBe(`error[GS2001]: unknown metric \`trian acc\`
  --> a.gen:22:10
   |
22 |   expect trian acc > 0.9
   |          ^^^^^^^^^
   = help: did you mean \`train acc\`?

genspec: 1 error; nothing was run
`)
    expect(stdout).toBe('')
    expect(code).toBe(2)
  })

  test('a mean that few seeds leave open is inconclusive: exit 0, or 4 with --strict', async () => {
    const { genspec } = await project({
      'a.gen': spec('expect test acc - train acc < 50pp\nexpect test acc ~ 60% within 2pp'),
    })
    const { code, stdout } = await genspec('a.gen')
    expect(stdout).toMatch(
      /\? mean test acc .*, 90% interval .* about 58% to 62%; 2 seeds do not decide; /,
    )
    expect(stdout).toMatch(/\d+ seeds (give|have less than) 80% power/)
    expect(code).toBe(0)
    expect((await genspec('a.gen', '--strict')).code).toBe(4)
  })
})

describe('the store', () => {
  test('a second run trains nothing and gives identical numbers', async () => {
    const { genspec } = await project({
      'a.gen': spec(
        'expect train acc > 0.9\nexpect test acc ~ chance within 20pp under random labels',
      ),
    })
    const first = await genspec('a.gen')
    const second = await genspec('a.gen')
    expect(second.stdout).toContain('0 runs to train, 4 from the store')
    expect(verdictsOf(second.stdout)).toEqual(verdictsOf(first.stdout))
  })

  test('the same spec in another folder gives identical numbers', async () => {
    const files = { 'a.gen': spec('expect train acc > 0.9 under random labels') }
    const [one, other] = [await project(files), await project(files)]
    await one.genspec('a.gen')
    await other.genspec('a.gen')
    expect(await curves(one.folder)).toEqual(await curves(other.folder))
  })

  test('renaming, reordering and comments train nothing; another setting trains its runs again', async () => {
    const text = spec('expect train acc > 0.9')
    const { genspec, folder } = await project({ 'a.gen': text })
    await genspec('a.gen')
    const renamed =
      text.replaceAll('mlp', 'network').replaceAll('example', 'other') + '\n// the end\n'
    await writeFile(path.join(folder, 'a.gen'), renamed)
    expect((await genspec('a.gen')).stdout).toContain('0 runs to train, 2 from the store')
    await writeFile(path.join(folder, 'a.gen'), text.replace('rate 0.1', 'rate 0.2'))
    expect((await genspec('a.gen')).stdout).toContain('2 runs to train\u0020')
  })

  test('a truncated record counts as absent, and its run is repeated', async () => {
    const { genspec, folder } = await project({ 'a.gen': spec('expect train acc > 0.9') })
    await genspec('a.gen')
    const [key = ''] = await readdir(path.join(folder, '.genspec', 'runs'))
    const record = path.join(folder, '.genspec', 'runs', key, 'record.json')
    const whole = await readFile(record, 'utf8')
    await writeFile(record, whole.slice(0, whole.length / 2))
    expect((await genspec('a.gen')).stdout).toContain('1 run to train, 1 from the store')
    expect(JSON.parse(await readFile(record, 'utf8')).record.curve).toEqual(
      JSON.parse(whole).record.curve,
    )
  })
})

function verdictsOf(stdout: string): string[] {
  return stdout.split('\n').filter((line) => /^\s+[✓✗?!-] /.test(line))
}

async function curves(folder: string): Promise<Record<string, unknown>> {
  const runs = path.join(folder, '.genspec', 'runs')
  const entries = (await readdir(runs)).sort().map(async (key) => {
    const text = await readFile(path.join(runs, key, 'record.json'), 'utf8')
    return [key, JSON.parse(text).record.curve] as const
  })
  return Object.fromEntries(await Promise.all(entries))
}
