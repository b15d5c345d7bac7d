import { execFileSync } from 'node:child_process'
import { appendFile, cp, mkdir, readFile, readdir, rm, symlink, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { committedLayers } from '../../src/store/committed-layers.js'
import { Store } from '../../src/store/store.js'
import { type Body, forge } from '../support/forged.js'
import { type Project, project } from '../support/genspec.js'
import { spec } from '../support/specs.js'
import { curveTo, plannedRuns, recordOf } from '../support/stored-runs.js'

const root = fileURLToPath(new URL('../..', import.meta.url))
const portable = ['--engine', 'portable']

interface Stored extends Project {
  store: Store
  /** The folders of the runs, in the order of their seeds. */
  folders: string[]
}

/** Seed 0 is the best. */
async function stored(seeds = 1): Promise<Stored> {
  const text = spec('expect train acc > 0.5').replace('over 2 seeds', `over ${seeds} seeds`)
  const made = await project({ 'a.gen': text })
  const { runs } = await plannedRuns([path.join(made.folder, 'a.gen')])
  const store = new Store(path.join(made.folder, '.genspec/runs'))
  for (const run of runs) await store.write(recordOf(run, curveTo(0.95 - run.seed / 20, 0.6)))
  return { ...made, store, folders: runs.map(({ key }) => store.folderOf(key)) }
}

const forgeries: [string, (record: Body) => unknown, string | RegExp][] = [
  [
    'an accuracy of 500%',
    (r) => void (r.curve.trainAccuracy[3] = 5),
    'curve.trainAccuracy[3] is 5, above 1',
  ],
  ['a negative accuracy', (r) => void (r.curve.testAccuracy[0] = -0.1), 'below 0'],
  [
    'a text for a number',
    (r) => void (r.curve.trainLoss[0] = '0.1'),
    'curve.trainLoss[0] is not a number',
  ],
  [
    'another seed',
    (r) => void (r.seed = 7),
    'its key is that of another set-up, seed, dataset or engine',
  ],
  ['another set-up', (r) => void (r.setup.training.batch = 10), 'its key is that of another'],
  ['another dataset', (r) => void (r.data = 'other'), 'its key is that of another'],
  ['another engine', (r) => void (r.engine.name = 'tensorflow'), 'its key is that of another'],
  ['another version', (r) => void (r.engine.version += '.1'), 'its key is that of another'],
  ['other numerics', (r) => void (r.engine.numerics.tf32 = true), 'its key is that of another'],
  ['another key', (r) => void (r.key = 'a'.repeat(64)), `that of the run ${'a'.repeat(64)}`],
  ['an unknown status', (r) => void (r.status = 'perfect'), 'status is not one of finished, '],
  ['no curve', (r) => void delete r.curve, 'curve is missing'],
  ['an empty curve', (r) => void (r.curve = {}), 'it is finished and has no evaluation'],
  ['a curve of null', (r) => void (r.curve = null), 'curve is not an object'],
  [
    'a short column',
    (r) => void r.curve.testLoss.pop(),
    'curve.testLoss is not as long as curve.epoch',
  ],
  ['epochs that go back', (r) => void (r.curve.epoch[4] = 1), 'epoch 1 stands after epoch 4'],
  ['too many epochs', (r) => void (r.curve.epoch[9] = 11), 'it has an epoch 11 of 10'],
  ['half an epoch', (r) => void (r.curve.epoch[0] = 0.5), 'not an integer'],
  [
    'a time before it began',
    (r) => void (r.provenance.seconds = -3),
    'provenance.seconds is -3, below 0',
  ],
  ['no provenance', (r) => void delete r.provenance, 'provenance is missing'],
  ['no set-up', (r) => void (r.setup = null), 'setup is not an object'],
  ['half a set-up', (r) => void delete r.setup.training.stop, 'setup.training.stop is missing'],
  ...[0, -1, 1.5, '1', null].map((form): [string, (record: Body) => unknown, string] => [
    `the form ${JSON.stringify(form)}`,
    (r) => void (r.form = form),
    `its form is ${JSON.stringify(form)}, not an integer of at least 1`,
  ]),
  ['null', () => null, 'it is not a JSON object'],
  ['a list', () => [], /\w/],
  ['a number', () => 5, 'it is not a JSON object'],
]

describe('a record whose digest is right, and that no run has led to', () => {
  test.each(forgeries)('%s is named and does not count', async (_, change, problem) => {
    const { store, folders } = await stored()
    const [folder = ''] = folders
    expect(store.read(path.basename(folder))).toBeDefined()
    await forge(folder, change)
    const [entry] = await store.entries()
    expect(entry).toMatchObject({ folder, fault: 'refused' })
    expect(entry && 'problem' in entry && entry.problem).toMatch(problem)
    expect(store.read(path.basename(folder))).toBeUndefined()
  })

  test("the best seed's record over the others: named, trained again, and judged as it is", async () => {
    const { genspec, folders, store } = await stored(3)
    const [best = '', ...others] = folders
    const before = store.read(path.basename(best))
    for (const folder of others) {
      await cp(path.join(best, 'record.json'), path.join(folder, 'record.json'))
    }
    await forge(others[0] ?? '', (record: { key: string }) => {
      record.key = path.basename(others[0] ?? '')
    })
    const verified = await genspec('store', 'verify')
    expect(verified.stdout).toMatch(
      /: the record is not to be believed: its key is that of another/,
    )
    expect(verified.stdout).toMatch(/: the record is that of the run [0-9a-f]{64}\n/)
    expect(verified.stdout).toContain('3 records in .genspec/runs: 2 bad\n')
    expect(verified.code).toBe(3)
    const accepted = await genspec('accept', ...portable)
    expect(accepted.stderr).toContain('1 claim still needs runs')
    const judged = await genspec('a.gen', ...portable)
    expect(judged.stderr.match(/it does not count/g)).toHaveLength(2)
    expect(judged.stdout).toContain('2 runs to train, 1 from the store')
    expect(judged.stdout).not.toContain('the same in all')
    expect((await genspec('store', 'verify')).code).toBe(0)
    expect(store.read(path.basename(best))).toEqual(before)
  })

  test('numbers in any place that are out of their range are refused, and never a stack', async () => {
    const { store, folders } = await stored()
    const [folder = ''] = folders
    const file = path.join(folder, 'record.json')
    const whole = await readFile(file, 'utf8')
    const value = fc.oneof(fc.jsonValue(), fc.double({ min: 1.0001, max: 1e9 }))
    const place = fc.array(fc.nat(), { minLength: 1, maxLength: 4 })
    await fc.assert(
      fc.asyncProperty(place, value, async (steps, other) => {
        await writeFile(file, whole)
        await forge(folder, (record: Record<string, unknown>) => put(record, steps, other))
        for (const entry of await store.entries()) {
          if (!('record' in entry)) continue
          const { curve, seed } = entry.record
          expect(seed).toBe(0)
          expect(curve.map(({ epoch }) => epoch)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10])
          for (const { trainAccuracy = 0, testAccuracy = 0 } of curve) {
            for (const share of [trainAccuracy, testAccuracy]) expect(share).toBeLessThanOrEqual(1)
          }
        }
      }),
      { seed: 1, numRuns: 300 },
    )
  })

  test('the same curve under another seed, with every digest and key made again, is pointed at', async () => {
    const { genspec, store, folders } = await stored(2)
    const [one, other] = folders.map((folder) => store.read(path.basename(folder)))
    if (one === undefined || other === undefined) throw new Error('no records')
    await store.write({ ...other, curve: one.curve })
    const { stdout, code } = await genspec('store', 'verify')
    expect(stdout).toMatch(
      /^the same numbers under other seeds: \w+ \(seed [01]\), \w+ \(seed [01]\); /,
    )
    expect(code).toBe(0)
  })
})

/** Replaces the value at a path in an object. */
function put(object: Record<string, unknown>, steps: readonly number[], value: unknown): void {
  const [step = 0, ...rest] = steps
  const names = Object.keys(object)
  const name = names[step % names.length]
  if (name === undefined) return
  const inside = object[name]
  if (rest.length > 0 && typeof inside === 'object' && inside !== null) {
    put(inside as Record<string, unknown>, rest, value)
  } else object[name] = value
}

test('records of before, which name no form and no log, are those of reports/*/runs', async () => {
  const layers = await committedLayers(root)
  const entries = await new Store(path.join(root, 'nowhere'), layers).entries()
  expect(entries.length).toBeGreaterThan(100)
  expect(entries.filter((entry) => 'problem' in entry)).toEqual([])
})

describe('a record of a form that a newer genspec writes', () => {
  test('is named, is not trained over, and is kept', async () => {
    const { genspec, folders } = await stored()
    const [folder = ''] = folders
    await forge(folder, (record: { form: number }) => void (record.form = 2))
    const verified = await genspec('store', 'verify')
    expect(verified.stdout).toContain(
      'of form 2, and this genspec reads form 1: a newer one wrote it',
    )
    const { stdout, stderr, code } = await genspec('a.gen', ...portable)
    expect(stderr).toContain('a newer one wrote it; it does not count')
    expect(stdout).toMatch(/in error/)
    expect(stdout.replace(/\s+/g, ' ')).toContain('a newer one wrote it; move that folder away')
    expect(code).toBe(3)
    await genspec('store', 'gc')
    expect(await readFile(path.join(folder, 'record.json'), 'utf8')).toContain('"form":2')
  })
})

describe('what is no file', () => {
  const places: [string, (file: string) => Promise<unknown> | unknown][] = [
    ['a folder', (file) => mkdir(file)],
    ['links in a circle', (file) => symlink(file, file)],
    ...(process.platform === 'win32'
      ? []
      : ([['a pipe', (file) => execFileSync('mkfifo', [file])]] as [
          string,
          (file: string) => unknown,
        ][])),
  ]
  test.each(places)('%s in place of a record is named, and nothing waits', async (_, make) => {
    const { genspec, folders } = await stored()
    const file = path.join(folders[0] ?? '', 'record.json')
    await rm(file)
    await make(file)
    const { stdout, code } = await genspec('store', 'verify')
    expect(stdout).toContain('the record is not to be read: it')
    expect(code).toBe(3)
    const run = await genspec('a.gen', ...portable)
    expect(run.stderr).toContain('is not to be read: it')
    expect(run.stderr).not.toContain('    at ')
    expect(run.code).toBe(3)
  })

  test('a file in place of the folder of a run', async () => {
    const { genspec, folders } = await stored()
    await rm(folders[0] ?? '', { recursive: true })
    await writeFile(folders[0] ?? '', '')
    const { stdout, code } = await genspec('store', 'verify')
    expect(stdout).toContain('the record is not to be read: ')
    expect(code).toBe(3)
    expect((await genspec('a.gen', ...portable)).code).toBe(3)
  })
})

describe("a run's log", () => {
  test('is covered by the digest of the record', async () => {
    const { genspec, folder } = await project({ 'a.gen': spec('expect train acc > 0.5') })
    await genspec('a.gen', '--seeds', '0', ...portable)
    const runs = path.join(folder, '.genspec/runs')
    const [key = ''] = await readdir(runs)
    expect((await genspec('store', 'verify')).code).toBe(0)
    const log = path.join(runs, key, 'events.ndjson')
    await appendFile(log, '{"type":"end","seconds":1,"status":"finished"}\n')
    const changed = await genspec('store', 'verify')
    expect(changed.stdout).toContain(
      `${key}: the log, events.ndjson, is not the one that the record was written with\n`,
    )
    expect(changed.code).toBe(3)
    await rm(log)
    expect((await genspec('store', 'verify')).stdout).toContain('events.ndjson, is missing\n')
    // Trains the run again, with a new log.
    await genspec('a.gen', '--seeds', '0', '--fresh', ...portable)
    expect((await genspec('store', 'verify')).code).toBe(0)
    expect((await readdir(path.join(runs, key))).sort()).toEqual(['events.ndjson', 'record.json'])
  })
})
