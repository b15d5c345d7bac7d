import { readFile, readdir } from 'node:fs/promises'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect, test } from 'vitest'
import { Store } from '../../src/store/store.js'
import { readLog } from '../../src/store/run-log.js'
import { project } from '../support/genspec.js'
import { spec } from '../support/specs.js'

/** A module that sets the clock back by an hour whenever it is read. */
const backwards = `
const RealDate = Date
let now = RealDate.now()
globalThis.Date = class extends RealDate {
  constructor(...given) { super(...(given.length > 0 ? given : [Date.now()])) }
  static now() { return (now -= 3_600_000) }
}
`

test('no time is negative if the clock is set back during runs', async () => {
  const hook = await project({ 'hook.mjs': backwards })
  const { href } = pathToFileURL(path.join(hook.folder, 'hook.mjs'))
  const { folder, genspec } = await project(
    { 'a.gen': spec('expect train acc > 0.5').replace('2 seeds', '1 seeds') },
    { NODE_OPTIONS: `--import=${href}` },
  )
  expect((await genspec('a.gen', '--reporter', 'junit=j.xml')).code).toBe(0)
  const runs = path.join(folder, '.genspec/runs')
  const [key = ''] = await readdir(runs)
  const { seconds = NaN, setupSeconds = NaN } = new Store(runs).read(key)?.provenance ?? {}
  expect(setupSeconds).toBeGreaterThan(0)
  expect(seconds).toBeGreaterThan(setupSeconds)
  const times = readLog(path.join(runs, key)).flatMap((event) =>
    'seconds' in event ? [event.seconds] : [],
  )
  expect(times).toEqual(times.toSorted((a, b) => a - b))
  const junit = await readFile(path.join(folder, 'j.xml'), 'utf8')
  const shown = [...junit.matchAll(/ time="([^"]*)"/g)].map(([, text]) => Number(text))
  expect(shown.length).toBeGreaterThan(0)
  expect(Math.min(...shown)).toBeGreaterThan(0)
})
