import { readFile, readdir } from 'node:fs/promises'
import path from 'node:path'
import { expect, test } from 'vitest'
import { Store } from '../../src/store/store.js'
import { project } from '../support/genspec.js'
import { mishapProject } from '../support/mishaps.js'

async function trained(schedule: string) {
  // A small heap is exhausted quickly.
  const made = await project(mishapProject(schedule), {
    NODE_OPTIONS: '--max-old-space-size=150',
  })
  const runs = path.join(made.folder, '.genspec/runs')
  const { stdout, code } = await made.genspec('a.gen')
  const [key = ''] = await readdir(runs)
  const lines = (await readFile(path.join(made.folder, 'attempts'), 'utf8')).trim().split('\n')
  return { ...made, stdout, code, record: new Store(runs).read(key), attempts: lines.length }
}

const undisturbed = await trained('killed 0')

test.each([
  [
    'was killed',
    'killed 1',
    'its process was killed (SIGKILL); the machine may have run out of memory',
  ],
  ['was told to end', 'told 1', 'its process was told to end (SIGTERM)'],
  [
    'met a fault of the machine',
    'faulty 1',
    'its process was killed (SIGBUS); a file that it had mapped was cut, or the disk or /dev/shm is full',
  ],
  [
    'ran out of memory',
    'exhausted 1',
    'genspec.config.ts: the schedule `exhausted`: `factor` failed: allocation failed: out of memory (genspec.config.ts:42:31)',
  ],
])(
  'a run that %s is repeated once, with a message and the same numbers',
  async (_, schedule, reason) => {
    const { genspec, stdout, code, record, attempts } = await trained(schedule)
    expect(stdout).toContain(`mlp on digits with short, seed 0  again: ${reason}`)
    expect(stdout).toContain('1 passed')
    expect(code).toBe(0)
    expect(attempts).toBe(2)
    expect(record?.provenance.retriedAfter).toBe(reason)
    expect(record?.curve).toEqual(undisturbed.record?.curve)
    const shown = await genspec('show', 'run', record?.key.slice(0, 10) ?? '')
    expect(shown.stdout).toContain(`retried     ${reason}`)
  },
)

test.each([
  ['was lost twice', 'killed 2', 2, /the machine may have run out of memory \(lost twice\)/],
  [
    'made a mistake is not tried again: it',
    'mistaken 1',
    1,
    /seed 0: genspec\.config\.ts: the schedule `mistaken`: `factor` failed: a mistake of its own \(genspec\.config\.ts:\d+:\d+\)/,
  ],
  [
    'made one that nobody waited for is not tried again: it',
    'careless 1',
    1,
    /seed 0: genspec\.config\.ts:39:49: nobody waits for it/,
  ],
  [
    'needs more memory than Node gives is not tried again: it',
    'hungry 1',
    1,
    /it needs more JavaScript memory than the \d+ MB that Node allows a process; allow more, such as NODE_OPTIONS=--max-old-space-size=1024 \(in MB\)/,
  ],
])('a run that %s is an error, exit 3', async (_, schedule, tries, reason) => {
  const { stdout, code, record, attempts } = await trained(schedule)
  expect(stdout).toContain('! cannot be judged: ')
  expect(stdout).toMatch(reason)
  expect(stdout).toContain('1 in error')
  expect(stdout).not.toMatch(/\n\s+at |Node\.js v|0x/)
  expect(code).toBe(3)
  expect(record).toBeUndefined()
  expect(attempts).toBe(tries)
})
