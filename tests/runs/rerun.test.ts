import { readdir } from 'node:fs/promises'
import path from 'node:path'
import { expect, test } from 'vitest'
import type { RunRecord } from '../../src/store/record.js'
import { Store } from '../../src/store/store.js'
import { project } from '../support/genspec.js'
import { spec } from '../support/specs.js'

const theorem = `
claim theorem_1 {
  given interpolator relu_2n_plus_d on gaussian_cloud(n: 50, d: 4)
  expect weights = 2 * n + d
}
`

/** A project with one stored run, its key, and the same run with other numbers put in its place. */
async function storedRun(text: string) {
  const { genspec, folder } = await project({ 'a.gen': text })
  await genspec('a.gen', '--seeds', '0')
  const runs = path.join(folder, '.genspec/runs')
  const [key = ''] = await readdir(runs)
  const store = new Store(runs)
  const change = async (changes: (record: RunRecord) => Partial<RunRecord>) => {
    const record = store.read(key)
    if (record === undefined) throw new Error('no record')
    await store.write({ ...record, ...changes(record) })
  }
  return { rerun: () => genspec('rerun', key.slice(0, 10)), change }
}

test('a computation is compared by its measures', async () => {
  const { rerun, change } = await storedRun(theorem)
  const same = await rerun()
  expect(same.stdout).toMatch(/: the same to the last bit, in [3-9] numbers\n$/)
  expect(same.code).toBe(0)

  await change(({ values }) => ({ values: { ...values, weights: 105 } }))
  const other = await rerun()
  expect(other.stdout).toContain('first: weights 105 then, 104 now; the largest difference is 1\n')
  expect(other.code).toBe(1)
})

test('a training run is compared by every evaluation', async () => {
  const { rerun, change } = await storedRun(spec('expect train acc > 0.2'))
  expect(await rerun()).toMatchObject({
    stdout: expect.stringMatching(/: the same to the last bit, in \d{2,} numbers\n$/) as string,
    code: 0,
  })

  await change(({ curve }) => ({
    curve: curve.map((one) => (one.epoch === 2 ? { ...one, testAccuracy: 0.125 } : one)),
  }))
  const other = await rerun()
  expect(other.stdout).toMatch(/first in epoch 2: testAccuracy 0\.125 then, 0\.\d+ now/)
  expect(other.code).toBe(1)
})
