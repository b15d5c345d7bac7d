import { readFile } from 'node:fs/promises'
import { availableParallelism } from 'node:os'
import path from 'node:path'
import { expect, test } from 'vitest'
import type { RunEvent } from '../../src/events/events.js'
import { Store } from '../../src/store/store.js'
import { project } from '../support/genspec.js'
import { spec } from '../support/specs.js'

/** The largest number of runs that were under way at the same time. */
function mostAtOnce(log: string): number {
  const events = log
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as RunEvent)
  let [now, most] = [0, 0]
  for (const { type } of events) {
    if (type === 'run-start') most = Math.max(most, ++now)
    if (type === 'run-end') now--
  }
  return most
}

test.skipIf(availableParallelism() < 2)(
  'as many runs go side by side as cores allow, and no more than fit into memory (skipped on one core)',
  async () => {
    const text = spec('expect train acc > 0.5')
    const files = { 'a.gen': text, 'b.gen': text.replace('2 seeds', '4 seeds') }
    const { folder, genspec } = await project(files)
    const log = () => readFile(path.join(folder, '.genspec/events.ndjson'), 'utf8')
    await genspec('a.gen', '--threads', '1')
    expect(mostAtOnce(await log())).toBe(2)

    // As if each of them had filled a machine.
    const store = new Store(path.join(folder, '.genspec/runs'))
    for (const entry of await store.entries()) {
      if (!('record' in entry)) throw new Error(entry.problem)
      const { record } = entry
      const provenance = { ...record.provenance, peakMemory: 1e15 }
      await store.write({ ...record, provenance })
    }
    expect((await genspec('b.gen', '--threads', '1')).stdout).toContain('2 runs to train, 2 from')
    expect(mostAtOnce(await log())).toBe(1)
  },
)
