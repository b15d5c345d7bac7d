import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdir, readdir, utimes, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { tryLock } from '../../src/files/lock.js'
import { portableEngine } from '../../src/engine/portable/engine.js'
import { runKey } from '../../src/plan/run-key.js'
import { writeCheckpoint } from '../../src/store/checkpoint.js'
import type { RunRecord } from '../../src/store/record.js'
import { garbageIn, removeGarbage } from '../../src/store/garbage.js'
import { Store } from '../../src/store/store.js'
import { outputOf } from '../support/output.js'
import { forge } from '../support/forged.js'
import { type Project, project } from '../support/genspec.js'
import { spec } from '../support/specs.js'
import { curveTo, plannedRuns, recordOf } from '../support/stored-runs.js'

const text = `${spec('expect train acc > 0.5')}
profile quick {
  dataset digits take 50 train, 50 test
  seeds 1
}
`
/** True if `script` of util-linux can provide a terminal. */
const hasTerminal = process.platform === 'linux' && existsSync('/usr/bin/script')
const unfinished = '01234567-89ab-cdef-0123-456789abcdef'

interface Stored extends Project {
  store: Store
  records: RunRecord[]
  gc(...args: string[]): ReturnType<Project['genspec']>
  /** Short keys of the runs in the store. */
  left(): Promise<string[]>
  /** Adds a copy of the record with these changes. */
  add(changes: Partial<RunRecord>): Promise<RunRecord>
}

async function stored(): Promise<Stored> {
  const made = await project({ 'a.gen': text })
  const { runs } = await plannedRuns([path.join(made.folder, 'a.gen')])
  const store = new Store(path.join(made.folder, '.genspec/runs'))
  const records = runs.map((run) => recordOf(run, curveTo(0.95 - run.seed / 20, 0.6)))
  for (const record of records) await store.write(record)
  return {
    ...made,
    ...{ store, records },
    gc: (...args) => made.genspec('store', 'gc', ...args),
    left: async () => (await readdir(store.folder)).map((name) => name.slice(0, 10)).sort(),
    async add(changes) {
      const changed = { ...(records[0] as RunRecord), ...changes }
      const record = { ...changed, key: runKey(changed) }
      await store.write(record)
      return record
    },
  }
}

const short = (records: readonly RunRecord[]) => records.map(({ key }) => key.slice(0, 10)).sort()

describe('genspec store gc SPECS keeps', () => {
  test('the runs of every engine and of every version of one', async () => {
    const { gc, left, records, add } = await stored()
    const [first] = records
    if (first === undefined) throw new Error('no records')
    const device = { device: 'a processor', memory: 0, threads: 1 }
    const others = [
      await add({ engine: { name: 'tensorflow', version: 'another', numerics: {}, ...device } }),
      await add({ engine: { ...first.engine, version: 'of before' } }),
    ]
    expect(await gc('a.gen')).toMatchObject({ stdout: 'nothing to remove\n', code: 0 })
    expect(await left()).toEqual(short([...records, ...others]))
    // With a named engine, only runs of that engine count as needed.
    expect((await gc('a.gen', '--engine', 'portable', '--yes')).stdout).toMatch(
      /^removed: 2 finished runs that no spec needs/,
    )
    expect(await left()).toEqual(short(records))
  })

  test('the runs of every profile, unless one is named', async () => {
    const { gc, left, records, add } = await stored()
    const [{ setup } = {} as RunRecord] = records
    if (!('training' in setup)) throw new Error('no training')
    const take = { ...setup.dataset.take, train: 50, test: 50 }
    const quick = await add({
      setup: { ...setup, dataset: { ...setup.dataset, take } },
      ...{ trainExamples: 50, stepsPerEpoch: Math.ceil(50 / setup.training.batch) },
    })
    expect((await gc('a.gen')).stdout).toBe('nothing to remove\n')
    await gc('a.gen', '--profile', 'quick', '--yes')
    expect(await left()).toEqual(short([quick]))
  })

  test('runs on data that is not here', async () => {
    const { gc, left, folder, records, add } = await stored()
    const [{ setup } = {} as RunRecord] = records
    if (!('training' in setup)) throw new Error('no training')
    const source = { ...setup.dataset.source, kind: 'cifar10' }
    const elsewhere = await add({
      setup: { ...setup, dataset: { ...setup.dataset, source } },
      data: 'of another machine',
    })
    await writeFile(path.join(folder, 'a.gen'), text.replace('mnist-10k', 'cifar10'))
    await gc('a.gen', '--yes')
    expect(await left()).toEqual(short([elsewhere]))
  })

  test('unfinished runs of other engines, and of data that is not here', async () => {
    const { gc, left, folder, store } = await stored()
    const key = 'b'.repeat(64)
    const state = { epoch: 2, steps: 0, seconds: 1, curve: [], values: [new Float32Array(3)] }
    await writeCheckpoint(store.folderOf(key), key, { ...state, online: {} } as never)
    const begun = (version: string) =>
      writeFile(
        path.join(store.folderOf(key), 'events.ndjson'),
        `${JSON.stringify({ type: 'training', seconds: 1, engine: { name: 'portable', version } })}\n`,
      )
    await begun('of another machine')
    await gc('a.gen', '--yes')
    expect(await left()).toContain(key.slice(0, 10))
    await begun((await portableEngine.identity()).version)
    const elsewhere = text.replace('mnist-10k', 'cifar10')
    await writeFile(path.join(folder, 'b.gen'), elsewhere)
    await gc('a.gen', 'b.gen', '--yes')
    expect(await left()).toContain(key.slice(0, 10))
    await gc('a.gen', '--yes')
    expect(await left()).not.toContain(key.slice(0, 10))
  })

  test('everything where the specs have errors', async () => {
    const { gc, left, folder, records } = await stored()
    await writeFile(path.join(folder, 'a.gen'), text.replace('train acc', 'trian acc'))
    expect((await gc('a.gen', '--yes')).code).toBe(2)
    expect(await left()).toEqual(short(records))
  })
})

describe('genspec store gc asks before work goes', () => {
  test('finished runs: refused where nobody can be asked, listed by --dry-run, gone with --yes', async () => {
    const { gc, left, folder, records } = await stored()
    await writeFile(path.join(folder, 'a.gen'), text.replace('batch 20', 'batch 25'))
    const refused = await gc('a.gen')
    expect(refused.stderr).toMatch(
      /^genspec: runs would be removed \(2 finished runs that no spec needs \(24s of work\); .*\); add `--yes`/,
    )
    expect(refused.code).toBe(2)
    const dry = await gc('a.gen', '--dry-run')
    expect(dry.stdout).toContain(
      `  ${records[0]?.key.slice(0, 10)}  mlp on digits with short, seed 0, portable 2026-01-02\n`,
    )
    expect(dry.stdout).toContain('would go: 2 finished runs that no spec needs')
    expect(await left()).toEqual(short(records))
    expect((await gc('a.gen', '--yes')).stdout).toContain('removed: 2 finished runs')
    expect(await left()).toEqual([])
  })

  test.runIf(hasTerminal)('in a terminal, where no answer is none', async () => {
    const { folder, left, records, terminal } = await stored()
    await writeFile(path.join(folder, 'a.gen'), text.replace('batch 20', 'batch 25'))
    const asked = async (answer: string) => {
      const child = terminal('store', 'gc', 'a.gen')
      const output = outputOf(child)
      const ended = once(child, 'close')
      expect(await output.until(/\[y\/N\] /)).toContain('Remove 2 finished runs that no spec needs')
      child.stdin?.write(answer)
      const said = await output.until(/removed/)
      const [code] = (await ended) as [number]
      return { said, code }
    }
    for (const [answer, code] of Object.entries({ '\x03': 130, '\x04': 0, 'n\n': 0 })) {
      const { said, code: ended } = await asked(answer)
      expect(said).toContain('nothing was removed')
      expect(ended).toBe(code)
    }
    expect(await left()).toEqual(short(records))
    expect((await asked('y\n')).code).toBe(0)
    expect(await left()).toEqual([])
  })

  test('what has been worked in since it was looked stays', async () => {
    const { store, records } = await stored()
    const garbage = await garbageIn(store, { finished: () => false, unfinished: () => false })
    const [one, other] = records.map(({ key }) => store.folderOf(key)) as [string, string]
    const later = new Date(garbage.lookedAt + 1000)
    await utimes(one, later, later)
    expect(await removeGarbage(garbage)).toEqual([one])
    expect([one, other].map((folder) => existsSync(folder))).toEqual([true, false])
  })

  test('unfinished runs with a checkpoint stay, and go with --yes where no spec needs them', async () => {
    const { gc, left, folder, store } = await stored()
    const { runs } = await plannedRuns([path.join(folder, 'a.gen')])
    const key = runs[0]?.key ?? ''
    await gc('a.gen', '--profile', 'quick', '--yes')
    expect(await left()).toEqual([])
    const state = { epoch: 2, steps: 0, seconds: 1, curve: [], values: [new Float32Array(3)] }
    await writeCheckpoint(store.folderOf(key), key, { ...state, online: {} } as never)
    expect((await gc()).stdout).toBe('nothing to remove\n')
    expect((await gc('a.gen')).stdout).toBe('nothing to remove\n')
    await writeFile(path.join(folder, 'a.gen'), text.replace('batch 20', 'batch 25'))
    expect((await gc('a.gen')).code).toBe(2)
    expect(await left()).toHaveLength(1)
    expect((await gc('a.gen', '--yes')).stdout).toContain('removed: 1 unfinished run that no spec')
    expect(await left()).toEqual([])
  })

  test('records that are not to be believed', async () => {
    const { gc, left, store, records } = await stored()
    await forge(store.folderOf(records[0]?.key ?? ''), (record) => void (record.seed = 7))
    expect((await gc()).stderr).toContain('1 record that no run can have led to')
    expect(await left()).toHaveLength(2)
    expect((await gc('--yes')).code).toBe(0)
    expect(await left()).toEqual(short(records.slice(1)))
  })

  test('but not before what nothing could be made of', async () => {
    const { gc, left, store, records } = await stored()
    const empty = 'a'.repeat(64)
    await mkdir(store.folderOf(empty))
    await writeFile(path.join(store.folderOf(empty), 'events.ndjson'), '')
    await writeFile(path.join(store.folderOf(records[0]?.key ?? ''), 'record.json'), '{"sha')
    expect((await gc()).stdout).toMatch(/^removed: 2 folders without a whole record; /)
    expect(await left()).toEqual(short(records.slice(1)))
  })
})

describe('what killed processes leave', () => {
  /** In the folder of a finished run, and of one that was never finished. */
  async function withRemains() {
    const made = await stored()
    const { store, records } = made
    const [one, other] = records.map(({ key }) => store.folderOf(key)) as [string, string]
    const then = new Date(Date.now() - 60_000)
    await mkdir(`${one}.lock`)
    await utimes(`${one}.lock`, then, then)
    const files = [
      path.join(one, `record.json.${unfinished}`),
      path.join(one, `checkpoint.bin.${unfinished}`),
      path.join(other, 'checkpoint.tmp'),
    ]
    for (const file of files) await writeFile(file, 'half')
    return { ...made, one, other, files: [...files, `${one}.lock`] }
  }

  test('is named by store verify, and cleaned by the next run', async () => {
    const { genspec, files, left, records } = await withRemains()
    const verified = await genspec('store', 'verify')
    expect(
      verified.stdout.match(/: left by a process that died; the next run removes it\n/g),
    ).toHaveLength(4)
    expect(verified.code).toBe(0)
    expect((await genspec('a.gen')).stdout).toContain('0 runs to train, 2 from the store')
    expect(files.filter((file) => existsSync(file))).toEqual([])
    expect(await left()).toEqual(short(records))
  })

  test('goes with store gc, where the record is whole too', async () => {
    const { gc, files, left, records } = await withRemains()
    expect((await gc('--dry-run')).stdout).toContain('would go: 4 leftovers of dead processes')
    expect((await gc()).stdout).toMatch(/^removed: 4 leftovers of dead processes; /)
    expect(files.filter((file) => existsSync(file))).toEqual([])
    expect(await left()).toEqual(short(records))
  })

  test('but not what a living process is at', async () => {
    const { genspec, gc, other, files } = await withRemains()
    const release = await tryLock(other)
    try {
      await genspec('a.gen')
      await gc()
      const there = files.filter((file) => existsSync(file))
      expect(there.map((file) => path.basename(file))).toEqual(['checkpoint.tmp'])
    } finally {
      await release?.()
    }
  })

  test('a run that is killed leaves nothing for long', async () => {
    const { genspec, start, folder, store } = await stored()
    const slow = text.replace('batch 20', 'batch 1').replace('10 epochs', '100_000 epochs')
    await writeFile(
      path.join(folder, 'slow.gen'),
      slow.replace('train acc >= 100%', 'train loss < 0'),
    )
    const child = start(['slow.gen'], { GENSPEC_CHECKPOINT_SECONDS: '0' })
    const locks = async () => (await readdir(store.folder)).filter((name) => name.endsWith('.lock'))
    while ((await locks()).length === 0) await new Promise((resolve) => setTimeout(resolve, 20))
    child.kill('SIGKILL')
    await once(child, 'close')
    const then = new Date(Date.now() - 60_000)
    for (const name of await locks()) await utimes(path.join(store.folder, name), then, then)
    await genspec('a.gen')
    expect(await locks()).toEqual([])
  })
})
