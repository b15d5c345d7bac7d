import { readFile, readdir } from 'node:fs/promises'
import path from 'node:path'
import { expect, test } from 'vitest'
import type { RunEvent } from '../../src/events/events.js'
import type { RunRecord } from '../../src/store/record.js'
import { Store } from '../../src/store/store.js'
import { type Project, project } from '../support/genspec.js'
import { spec } from '../support/specs.js'

const epochs = 400

function claim(expected: string): string {
  const text = spec(expected, [[/until .*/, `until ${epochs} epochs`]])
  return text.replace('2 seeds', '1 seeds')
}

const early = claim(`expect epochs to (train acc > 30%) < ${epochs}`)
const whole = claim('expect train acc > 0.5')

async function onlyRecord({ folder }: Project): Promise<RunRecord> {
  const runs = path.join(folder, '.genspec/runs')
  const [key = ''] = await readdir(runs)
  const record = new Store(runs).read(key)
  if (record === undefined) throw new Error('no run is stored')
  return record
}

test('what is decided early is stopped, says what that saved, and goes on to the same bits when a claim needs it', async () => {
  const made = await project({ 'early.gen': early, 'whole.gen': whole })
  const first = await made.genspec('early.gen')
  expect(first.code).toBe(0)
  const stopped = await onlyRecord(made)
  expect(stopped.status).toBe('stopped')
  const last = stopped.curve.at(-1)?.epoch ?? NaN
  expect(last).toBeLessThan(epochs)

  expect(first.stdout).toContain(
    `early stopping skipped ${epochs - last} epochs in 1 run, at most `,
  )
  const log = await readFile(path.join(made.folder, '.genspec/events.ndjson'), 'utf8')
  const end = JSON.parse(log.trim().split('\n').at(-1) ?? '') as Extract<RunEvent, { type: 'end' }>
  const { seconds, setupSeconds } = stopped.provenance
  const rate = (seconds - setupSeconds) / last
  expect(end.saved).toMatchObject({ runs: 1, epochs: epochs - last })
  expect(end.saved.seconds).toBeCloseTo(rate * (epochs - last), 9)

  expect((await made.genspec('early.gen')).stdout).toContain('0 runs to train, 1 from the store')
  expect((await made.genspec('accept', 'whole.gen')).stderr).toContain('1 claim still needs runs')

  const second = await made.genspec('whole.gen')
  expect(second.stdout).toContain('1 run to train')
  expect(second.stdout).not.toContain('saved')
  const resumed = await onlyRecord(made)
  expect(resumed.status).toBe('finished')
  expect(resumed.provenance.resumedAfter).toBeGreaterThan(0)

  const other = await project({ 'whole.gen': whole })
  await other.genspec('whole.gen')
  const uninterrupted = await onlyRecord(other)
  expect(uninterrupted.provenance.resumedAfter).toBeUndefined()
  const { key, curve, weightNorms } = uninterrupted
  expect(resumed).toMatchObject({ key, curve, weightNorms })
})

test('--complete trains to the end what no verdict depends on, and saves nothing', async () => {
  const made = await project({ 'early.gen': early })
  const { stdout } = await made.genspec('early.gen', '--complete')
  expect(stdout).not.toContain('early stopping')
  expect(await onlyRecord(made)).toMatchObject({ status: 'finished' })
})
