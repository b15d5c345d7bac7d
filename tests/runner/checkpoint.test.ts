import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { readFile, readdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { RandomStream, seedKey } from '../../src/random/key.js'
import type { RunRecord } from '../../src/store/record.js'
import { project } from '../support/genspec.js'
import { orderFor, recordOf, startRun } from '../support/run-order.js'
import { spec } from '../support/specs.js'

/** A training with everything that a checkpoint must hold: moving statistics, moments, draws within a step. */
const long = spec('expect train acc > 0.5', [
  [/dense 16 relu/, 'dense 16\n  batchnorm\n  relu\n  dropout 20%'],
  [/optimizer sgd momentum 0.9\n {2}rate 0.1/, 'optimizer adam\n  rate 0.001'],
  [/until .*/, 'evaluate every 20 epochs\n  until 500 epochs'],
])

/** The part of a record that interruptions must not change. */
function numbers({ curve, weightNorms, stepsPerEpoch }: RunRecord) {
  return { curve, weightNorms, stepsPerEpoch }
}

const order = await orderFor(long)
const uninterrupted = await recordOf(startRun(order, 3600), order)

/** Trains the run in a new folder, killed this many times at moments that the seed draws. */
async function withKills(seed: number, kills: number) {
  const moments = new RandomStream(seedKey(seed))
  const own = { ...order, storeFolder: path.join(order.storeFolder, '..', randomUUID()) }
  let left = kills
  for (;;) {
    const child = startRun(own)
    const ended = once(child, 'exit')
    if (left > 0) {
      const moment = 100 + moments.integer(900)
      await Promise.race([ended, setTimeout(moment)])
      if (child.kill('SIGKILL')) left--
    }
    await ended
    const record = await recordOf(child, own)
    if (record) return { record, kills: kills - left }
  }
}

describe('a killed run', () => {
  test('goes on from its checkpoint, and 50 kills at random moments do not change a bit', async () => {
    if (uninterrupted === undefined) throw new Error('the run has no record')
    expect(uninterrupted.curve).toHaveLength(25)
    let kills = 0
    for (let seed = 0; kills < 50; seed += 2) {
      const lanes = [seed, seed + 1].map((lane) => withKills(lane, Math.ceil((50 - kills) / 2)))
      for (const { record, kills: survived } of await Promise.all(lanes)) {
        expect(numbers(record)).toEqual(numbers(uninterrupted))
        kills += survived
      }
    }
    expect(kills).toBeGreaterThanOrEqual(50)
  }, 400_000)

  test('starts anew from a torn checkpoint, and leaves none when it is done', async () => {
    const own = { ...order, storeFolder: path.join(order.storeFolder, '..', randomUUID()) }
    const folder = path.join(own.storeFolder, own.run.key)
    const child = startRun(own)
    const names = async () => readdir(folder).catch(() => [] as string[])
    while (!(await names()).includes('checkpoint.bin')) await setTimeout(20)
    child.kill('SIGKILL')
    await once(child, 'exit')
    const file = path.join(folder, 'checkpoint.bin')
    const bytes = await readFile(file)
    await writeFile(file, bytes.subarray(0, bytes.length - 1))
    const record = await recordOf(startRun(own), own)
    expect(record?.provenance.resumedAfter).toBeUndefined()
    expect(record && numbers(record)).toEqual(uninterrupted && numbers(uninterrupted))
    expect(await names()).not.toContain('checkpoint.bin')
  })
})

test.each(['SIGINT', 'SIGTERM'] as const)(
  '%s writes a checkpoint, exits with 130, and the next command goes on from it',
  async (signal) => {
    const { folder, genspec, start } = await project({
      'a.gen': long.replace('2 seeds', '1 seeds'),
    })
    const runs = path.join(folder, '.genspec', 'runs')
    const filesOf = async () =>
      (await readdir(runs, { recursive: true }).catch(() => [])).map((file) => path.basename(file))
    const child = start(['a.gen', '--engine', 'portable'])
    child.stdout?.resume()
    while (!(await filesOf()).includes('events.ndjson')) await setTimeout(20)
    const logged = async () => {
      const [key = ''] = await readdir(runs)
      return readFile(path.join(runs, key, 'events.ndjson'), 'utf8').catch(() => '')
    }
    while (!(await logged()).includes('"evaluation"')) await setTimeout(20)
    child.kill(signal)
    const [code] = (await once(child, 'exit')) as [number]
    expect(code).toBe(130)
    expect(await filesOf()).toContain('checkpoint.bin')
    expect((await genspec('a.gen', '--engine', 'portable')).code).toBe(0)
    const { stdout } = await genspec('show', 'run', order.run.key, '--json')
    const record = JSON.parse(stdout) as RunRecord
    expect(record.provenance.resumedAfter).toBeGreaterThan(0)
    expect(numbers(record)).toEqual(uninterrupted && numbers(uninterrupted))
    expect(await filesOf()).not.toContain('checkpoint.bin')
  },
)
