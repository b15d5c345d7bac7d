import { once } from 'node:events'
import { cp, mkdir, readFile, readdir, rm, stat, utimes, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import type { Evaluation } from '../../src/kinds/metric.js'
import { encodeRecord } from '../../src/store/run-file.js'
import { tryLock } from '../../src/files/lock.js'
import { Store } from '../../src/store/store.js'
import { type Project, project } from '../support/genspec.js'
import { spec } from '../support/specs.js'
import { curveTo, plannedRuns, recordOf } from '../support/stored-runs.js'

const text = spec('expect train acc > 0.9')

/** A project whose two runs are stored, in the local layer or in another folder. */
async function stored(layer = '.genspec/runs'): Promise<Project & { keys: string[] }> {
  const made = await project({ 'a.gen': text })
  const { runs } = await plannedRuns([path.join(made.folder, 'a.gen')])
  const store = new Store(path.join(made.folder, layer))
  for (const run of runs) await store.write(recordOf(run, curveTo(0.95, 0.6 + run.seed / 100)))
  return { ...made, keys: runs.map(({ key }) => key) }
}

async function damage(folder: string): Promise<void> {
  const file = path.join(folder, 'record.json')
  await writeFile(file, (await readFile(file, 'utf8')).replace('"seed":0', '"seed":7'))
}

describe('layers', () => {
  test('a committed layer is found by itself, and its claims are judged without training', async () => {
    const { genspec } = await stored('reports/zhang2017/runs')
    const { stdout, code } = await genspec('a.gen', '--engine', 'portable')
    expect(stdout).toContain('0 runs to train, 2 from the store')
    expect(stdout).toContain('✓ all 2 seeds have train acc > 0.9 (lowest 95%')
    expect(code).toBe(0)
  })

  test('GENSPEC_LAYERS names more of them', async () => {
    const { start } = await stored('elsewhere')
    const child = start(['plan', 'a.gen', '--engine', 'portable', '--no-probe'], {
      GENSPEC_LAYERS: ['nowhere', 'elsewhere'].join(path.delimiter),
    })
    let stdout = ''
    child.stdout?.setEncoding('utf8').on('data', (text: string) => (stdout += text))
    await once(child, 'close')
    expect(stdout).toContain('2 runs stored, 0 to train')
  })

  test('a record that was changed by hand counts as absent; the layer below answers', async () => {
    const { genspec, folder, keys } = await stored()
    const [first = ''] = keys
    await damage(path.join(folder, '.genspec/runs', first))
    expect((await genspec('plan', 'a.gen', '--engine', 'portable', '--no-probe')).stdout).toContain(
      '1 run stored, 1 to train',
    )
    const other = await stored()
    await cp(path.join(other.folder, '.genspec/runs'), path.join(folder, 'reports/a/runs'), {
      recursive: true,
    })
    expect((await genspec('plan', 'a.gen', '--engine', 'portable', '--no-probe')).stdout).toContain(
      '2 runs stored, 0 to train',
    )
  })
})

describe('genspec store', () => {
  test('verify names what is torn or was changed, exit 3', async () => {
    const { genspec, folder, keys } = await stored()
    expect((await genspec('store', 'verify')).stdout).toBe(
      '2 records in .genspec/runs: all whole\n',
    )
    const [first = '', second = ''] = keys
    await damage(path.join(folder, '.genspec/runs', first))
    const file = path.join(folder, '.genspec/runs', second, 'record.json')
    await writeFile(file, (await readFile(file, 'utf8')).slice(0, 100))
    const { stdout, code } = await genspec('store', 'verify')
    for (const key of keys) {
      expect(stdout).toContain(`${key}: the record is torn, or changed after it was written\n`)
    }
    expect(stdout).toContain('2 records in .genspec/runs: 2 bad\n')
    expect(code).toBe(3)
  })

  test('export and import carry runs to a folder and to an archive, and leave out bad ones', async () => {
    const { genspec, folder, keys } = await stored()
    const out = await genspec('store', 'export', 'reports/a/runs', 'a.gen', '--engine', 'portable')
    expect(out.stdout).toBe('2 runs copied to reports/a/runs\n')
    expect(await readdir(path.join(folder, 'reports/a/runs'))).toEqual([...keys].sort())
    expect((await genspec('store', 'export', 'runs.tgz')).stdout).toBe(
      '2 runs copied to runs.tgz\n',
    )
    await rm(path.join(folder, 'reports'), { recursive: true })
    await rm(path.join(folder, '.genspec'), { recursive: true })
    expect((await genspec('store', 'import', 'runs.tgz')).stdout).toBe(
      '2 runs copied from runs.tgz\n',
    )
    expect((await genspec('store', 'import', 'runs.tgz')).stdout).toBe(
      '0 runs copied from runs.tgz, 2 there already\n',
    )
    await damage(path.join(folder, '.genspec/runs', keys[0] ?? ''))
    const { stdout, stderr } = await genspec('store', 'export', 'elsewhere')
    expect(stdout).toBe('1 run copied to elsewhere\n')
    expect(stderr).toContain('was left out: the record is torn, or changed after it was written')
  })
})

test('a run of 300 epochs with every metric takes less than 100 kB', async () => {
  const { folder } = await project({ 'a.gen': text })
  const { runs } = await plannedRuns([path.join(folder, 'a.gen')])
  const [run] = runs
  if (run === undefined) throw new Error('the spec needs runs')
  // Full-length decimals everywhere: more than any real run has.
  const long = (epoch: number, place: number) => Math.fround(Math.abs(Math.sin(epoch * 31 + place)))
  const tops = (epoch: number) =>
    Array.from({ length: 10 }, (_, k) => Math.round(5e4 * long(epoch, k)) / 5e4)
  const curve = curveTo(1, 0.5, 300).map(({ epoch }): Evaluation => ({
    ...{ epoch, step: 391 * epoch },
    ...{ trainAccuracy: long(epoch, 1), trainLoss: long(epoch, 2), testAccuracy: long(epoch, 3) },
    ...{ testLoss: long(epoch, 4), onlineAccuracy: long(epoch, 5), onlineLoss: long(epoch, 6) },
    ...{ weightNorm: 100 * long(epoch, 7), gradientNorm: long(epoch, 8) },
    ...{ trainTopAccuracies: tops(epoch), testTopAccuracies: tops(epoch) },
  }))
  const log = curve
    .map(
      (one) => `${JSON.stringify({ type: 'evaluation', seconds: 12345.678, epoch: one.epoch })}\n`,
    )
    .join('')
  expect(encodeRecord(recordOf(run, curve)).length + log.length).toBeLessThan(100_000)
})

describe('many processes', () => {
  test('two commands that need the same runs train each of them once', async () => {
    const { genspec, folder } = await project({ 'a.gen': text })
    const [one, other] = await Promise.all([genspec('a.gen'), genspec('a.gen')])
    const trained = [one, other].map(({ stdout }) =>
      Number(/\((\d+) runs? trained/.exec(stdout)?.[1]),
    )
    expect(trained.reduce((sum, count) => sum + count, 0)).toBe(2)
    expect([one.code, other.code]).toEqual([0, 0])
    expect(await readdir(path.join(folder, '.genspec/runs'))).toHaveLength(2)
  })

  test('the lock of a process that died is taken over', async () => {
    const { folder } = await project({})
    const run = path.join(folder, 'runs', 'a')
    await mkdir(`${run}.lock`, { recursive: true })
    // Renewed for the last time a minute ago.
    const then = new Date(Date.now() - 60_000)
    await utimes(`${run}.lock`, then, then)
    const release = await tryLock(run)
    expect(release).toBeDefined()
    expect(await tryLock(run)).toBeUndefined()
    await release?.()
    expect(await stat(`${run}.lock`).catch(() => undefined)).toBeUndefined()
  })
})
