import { cpus } from 'node:os'
import path from 'node:path'
import { writeFile } from 'node:fs/promises'
import { describe, expect, test } from 'vitest'
import type { PlanReport } from '../../src/project/plan-report.js'
import { Store } from '../../src/store/store.js'
import { makespan, predict } from '../../src/plan/prediction.js'
import { withinBudget } from '../../src/plan/budget.js'
import { type Project, project } from '../support/genspec.js'
import { spec } from '../support/specs.js'
import { curveTo, plannedRuns, recordOf } from '../support/stored-runs.js'

const text = spec('expect train acc > 0.9')
const portable = ['--engine', 'portable']

async function stored(): Promise<Project> {
  const made = await project({ 'a.gen': text })
  const { runs } = await plannedRuns([path.join(made.folder, 'a.gen')])
  const store = new Store(path.join(made.folder, '.genspec/runs'))
  for (const run of runs) await store.write(recordOf(run, curveTo(0.95, 0.6)))
  return made
}

describe('genspec plan', () => {
  test('lists what is stored and what is new with its reason', async () => {
    const { genspec, folder } = await stored()
    const changed = text.replace('batch 20', 'batch 25').replace('over 2 seeds', 'over 3 seeds')
    await writeFile(path.join(folder, 'b.gen'), changed.replace('example', 'other'))
    const { stdout, code } = await genspec('plan', ...portable, '--no-probe')
    expect(stdout).toMatch(
      /^2 claims: 2 runs stored, 3 to train {2}engine: portable \(requested\)\n/,
    )
    expect(stdout).toMatch(
      /mlp on digits with short +0, 1 +stored +\d[\d,]+ .* finished 2026-01-02\n/,
    )
    expect(stdout).toMatch(
      /mlp on digits with short +0 to 2 +new .* batch 25; the stored run has batch 20\n/,
    )
    expect(stdout).toContain('Total: time unknown, ')
    expect(code).toBe(0)
  })

  test('tries a kind of run of which nothing is known, once, and remembers what it saw', async () => {
    const { genspec } = await project({ 'a.gen': text })
    const json = async () => {
      const { stdout } = await genspec('plan', ...portable, '--json')
      return JSON.parse(stdout) as PlanReport
    }
    const first = await json()
    expect(first.runs).toHaveLength(2)
    expect(first.runs[0]).toMatchObject({
      state: 'new',
      // 784 x 16 + 16 + 16 x 10 + 10
      parameters: 12730,
      // Two operations for each weight, three passes over 100 examples and one over 200, 10 epochs.
      flops: 2 * (784 * 16 + 160) * (300 + 200) * 10,
      prediction: { basis: 'probe' },
    })
    const { low, expected, high } = first.totals.seconds
    expect(low).toBeGreaterThan(0)
    expect(expected).toBeGreaterThan(low)
    expect(high).toBeGreaterThan(expected)
    expect(await json()).toEqual(first)
  })

  test('a computation takes as long as others of its kind, by their operations', async () => {
    const kernel = (name: string, train: number) =>
      `dataset ${name} {\n  source mnist-10k\n  take ${train} train, 100 test\n}\nclaim of_${name} {\n  given kernel gaussian gamma 0.02 on ${name}\n  expect train error = 0%\n}\n`
    const { folder, genspec } = await project({
      'a.gen': text,
      'k.gen': kernel('few', 500) + kernel('more', 1000),
    })
    const planned = async (name: string) => (await plannedRuns([path.join(folder, name)])).runs
    const [[trained], [few]] = [await planned('a.gen'), await planned('k.gen')]
    if (trained === undefined || few === undefined) throw new Error('a run is missing')
    const { setup: _, ...record } = recordOf(trained, [])
    const store = new Store(path.join(folder, '.genspec/runs'))
    const storeFew = async (setupSeconds: number) => {
      const processor = cpus()[0]?.model.trim() ?? 'unknown'
      const provenance = { ...record.provenance, processor, seconds: 11, setupSeconds }
      await store.write({ ...record, ...few, engine: record.engine, values: {}, provenance })
    }
    const plan = async () =>
      JSON.parse((await genspec('plan', 'k.gen', ...portable, '--json')).stdout) as PlanReport

    await storeFew(1)
    const { runs } = await plan()
    expect(runs[1]?.prediction).toMatchObject({ basis: 'runs of another size' })
    const ratio = (runs[1]?.flops ?? NaN) / (runs[0]?.flops ?? NaN)
    expect(ratio).toBeGreaterThan(2)
    expect(runs[1]?.prediction?.seconds.expected).toBeCloseTo(1 + 10 * ratio, 9)

    // Older records do not separate loading from computing.
    await storeFew(0)
    expect((await plan()).totals).toMatchObject({ new: 1, unknown: 1 })
  })

  test('--budget keeps the cheapest claims and says what it left out', async () => {
    const { genspec, folder } = await stored()
    await writeFile(path.join(folder, 'b.gen'), text.replace('batch 20', 'batch 25'))
    const { stdout } = await genspec('plan', ...portable, '--budget', '1s')
    expect(stdout).toMatch(/^1 claim: 2 runs stored, 0 to train/)
    expect(stdout).toMatch(/Left out, over the budget:\n - example may add .*b\.gen:\d+/)
    const run = await genspec('.', ...portable, '--budget', '1s')
    expect(run.stdout).toMatch(/skipped: over the budget: it may add .* of training/)
    expect(run.stdout).toMatch(/1 passed, 1 skipped \(0 runs trained/)
    // With `--fresh`, the cost is independent of the stored runs.
    const fresh = await genspec('.', ...portable, '--budget', '1ms', '--fresh')
    expect(fresh.stdout).toMatch(/2 skipped \(0 runs trained/)
    expect((await genspec('plan', '--budget', 'soon')).code).toBe(2)
  })
})

describe('genspec why and show', () => {
  test('why names the first difference in the words and the line of the spec', async () => {
    const { genspec, folder } = await stored()
    await writeFile(path.join(folder, 'a.gen'), text.replace('dense 16', 'dense 24'))
    const { stdout } = await genspec('why', 'example', 'a.gen', ...portable)
    const [key = ''] = /run [0-9a-f]{10}/.exec(stdout) ?? []
    expect(stdout).toBe(`example  a.gen:20
  mlp on digits with short, seeds 0, 1
    new: the model differs from what is stored
      here    layer 2: dense 24 relu  a.gen:9
      stored  layer 2: dense 16 relu  ${key}, for ${path.join(folder, 'a.gen')}:20
`)
    const claim = await genspec('show', 'claim', 'example', 'a.gen', ...portable)
    expect(claim.stdout).toMatch(/ 1 +not stored\n\n`genspec why example` says why a run is not /)
    expect((await genspec('why', 'exampel', 'a.gen')).stderr).toContain('did you mean `example`?')
  })

  test('why points to the layer within a branch, within a repeated block', async () => {
    const deep = text.replace(
      '  dense 16 relu\n',
      '  repeat 2 {\n    concat {\n      branch {\n        dense 8 relu\n      }\n      branch {\n        dense 4\n        dense 8 relu\n      }\n    }\n  }\n',
    )
    const { genspec, folder } = await project({ 'a.gen': deep })
    const file = path.join(folder, 'a.gen')
    const store = new Store(path.join(folder, '.genspec/runs'))
    const { runs } = await plannedRuns([file])
    for (const run of runs) await store.write(recordOf(run, curveTo(0.95, 0.6)))
    await writeFile(file, deep.replace('dense 4\n        dense 8', 'dense 4\n        dense 9'))
    const { stdout } = await genspec('why', 'example', 'a.gen', ...portable)
    expect(stdout).toContain('here    layer 2 branch 2 layer 2: dense 9 relu  a.gen:16\n')
    expect(stdout).toContain('stored  layer 2 branch 2 layer 2: dense 8 relu  run ')
  })

  test('show claim and show run say what is stored', async () => {
    const { genspec } = await stored()
    const claim = await genspec('show', 'claim', 'example', 'a.gen', ...portable)
    expect(claim.stdout).toContain('✓ all 2 seeds have train acc > 0.9 (lowest 95%')
    expect(claim.stdout).not.toContain('genspec why')
    const [key = ''] = /[0-9a-f]{10}$/m.exec(claim.stdout) ?? []
    const { stdout } = await genspec('show', 'run', key)
    expect(stdout).toContain('  status  finished\n')
    expect(stdout).toContain('layer 2: dense 16 relu\n')
    expect(stdout).toContain('made        2026-01-02T03:04:05.000Z, genspec 0.0.0, Node v20.0.0\n')
    expect(stdout).toContain('   10            0.95        0.01            0.6        0.5\n')
    expect((await genspec('show', 'run', 'ffff')).stderr).toContain('no stored run begins with')
  })
})

describe('predictions', () => {
  const setup = {
    training: { stop: { conditions: [{}], epochs: 100 }, evaluateEvery: 5 },
  } as unknown as Parameters<typeof predict>[0]
  const seen = [{ setupSeconds: 2, secondsPerEpoch: 0.5, memory: 1e9 }]

  test('a run that may end early is expected to last as long as it can, until a seed of it is known', () => {
    expect(predict(setup, seen, [], 'probe')?.epochs).toEqual({ low: 5, expected: 100, high: 100 })
    const known = predict(setup, seen, [40, 50, 60], 'stored runs')
    expect(known?.epochs.expected).toBe(50)
    expect(known?.seconds.expected).toBe(2 + 50 * 0.5)
    expect(predict(setup, [], [], 'probe')).toBeUndefined()
  })

  test('runs side by side take as long as the fullest row of them', () => {
    expect(makespan([3, 3, 2, 2, 2], 2)).toBe(7)
    expect(makespan([5, 1, 1, 1], 2)).toBe(5)
    expect(makespan([], 3)).toBe(0)
  })

  test('claims that share runs share their cost', () => {
    const claims = [
      ['a', 'b'],
      ['b', 'c'],
      ['c', 'd', 'e'],
    ].map((runs) => ({ runs }))
    const cost: Record<string, number> = { a: 1, b: 2, c: 3, d: 1, e: 9 }
    const planned = claims as unknown as Parameters<typeof withinBudget>[0]
    const { chosen, leftOut } = withinBudget(planned, (key) => cost[key] ?? 0, 8)
    expect([...chosen]).toEqual([claims[0], claims[1]])
    expect(leftOut).toEqual([{ planned: claims[2], seconds: 10 }])
  })
})
