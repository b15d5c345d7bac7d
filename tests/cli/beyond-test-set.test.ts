import { readFile, readdir } from 'node:fs/promises'
import path from 'node:path'
import { expect, test } from 'vitest'
import { project } from '../support/genspec.js'
import { spec } from '../support/specs.js'

test('a claim beyond the test set repeats only the runs whose records lack the results on each image', async () => {
  const changes: [RegExp, string][] = [[/or 10 epochs/, 'or 2 epochs']]
  const about = 'test acc under true labels > test acc under random labels'
  const { genspec, folder } = await project({
    'a.gen': spec(`expect ${about}`, changes),
    'b.gen': spec(
      `expect ${about} beyond this test set
       expect test acc > 1% beyond this test set`,
      changes,
    ),
  })
  const first = await genspec('a.gen')
  expect(first.stdout).toContain('4 runs trained')
  const before = await recordsIn(folder)
  expect(before.filter(({ testRanks }) => testRanks !== undefined)).toEqual([])

  const why = await genspec('why', 'example', 'b.gen')
  expect(why.stdout).toContain(
    'trained once more: its record does not say which test images it is right about',
  )
  const { stdout } = await genspec('b.gen')
  expect(stdout).toContain('4 runs to train')
  expect(stdout).toMatch(/true labels is .*; with the test set's own sampling error of ±[\d.]+pp/)

  const after = await recordsIn(folder)
  expect(after.map(({ key }) => key)).toEqual(before.map(({ key }) => key))
  for (const [index, { testRanks = '', curve }] of after.entries()) {
    expect(curve.testAccuracy).toEqual(before[index]?.curve.testAccuracy)
    expect(testRanks).toMatch(/^[0-9]{100}$/)
    const right = testRanks.split('0').length - 1
    expect(right / 100).toBeCloseTo(curve.testAccuracy.at(-1) ?? NaN, 9)
  }
  // Now both are judged from the store.
  for (const one of ['a.gen', 'b.gen']) {
    expect((await genspec(one)).stdout).toContain('0 runs to train, 4 from the store')
  }
})

interface Stored {
  key: string
  testRanks?: string
  curve: { testAccuracy: number[] }
}

async function recordsIn(folder: string): Promise<Stored[]> {
  const runs = path.join(folder, '.genspec', 'runs')
  const keys = (await readdir(runs)).sort()
  return Promise.all(
    keys.map(async (key) => {
      const text = await readFile(path.join(runs, key, 'record.json'), 'utf8')
      return (JSON.parse(text) as { record: Stored }).record
    }),
  )
}
