import { mkdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { expect, test } from 'vitest'
import { isTraining } from '../../src/claims/setup.js'
import { runKey } from '../../src/plan/run-key.js'
import { Store } from '../../src/store/store.js'
import { forge } from '../support/forged.js'
import { project } from '../support/genspec.js'
import { spec } from '../support/specs.js'
import { curveTo, plannedRuns, recordOf } from '../support/stored-runs.js'

const hostile = 'x\x1B[2Jy\x07\u202Ez\n::error::forged'
const obeyed = /[^\P{Cc}\n]|[\p{Zl}\p{Zp}\p{Cs}\p{Bidi_Control}]|^\s*::|##\[/mu

/** A project whose stored records and locked entries an attacker has changed. */
async function tampered() {
  const made = await project({ 'a.gen': spec('expect train acc > 0.9'), 'package.json': '{}' })
  const { folder, genspec } = made
  const { runs } = await plannedRuns([path.join(folder, 'a.gen')])
  const store = new Store(path.join(folder, '.genspec/runs'))
  for (const run of runs) {
    const record = recordOf({ ...run, label: hostile, spec: hostile }, curveTo(0.95, 0.6))
    await store.write({ ...record, reason: hostile })
  }
  expect((await genspec('accept')).code).toBe(0)
  const [run] = runs
  if (run === undefined || !isTraining(run.setup)) throw new Error('no training')
  // No spec needs these records, of an engine and of a layer with hostile names.
  const model = [...run.setup.model, { kind: hostile, parameters: { [hostile]: hostile } }]
  const setups = [
    { setup: run.setup, engine: { ...run.engine, version: hostile } },
    { setup: { ...run.setup, model: model as typeof run.setup.model }, engine: run.engine },
  ]
  const base = recordOf(run, curveTo(0.95, 0.6))
  const others = setups.map(({ setup, engine }) => {
    const changed = { ...base, setup, engine: { ...base.engine, ...engine } }
    const key = runKey(changed)
    return { ...changed, key, provenance: { ...base.provenance, label: hostile, spec: hostile } }
  })
  for (const record of others) await store.write(record)
  const lockFile = path.join(folder, 'genspec.lock')
  const lock = (await readFile(lockFile, 'utf8'))
    .replace('"example"', JSON.stringify(`example${hostile}`))
    .replace('"train acc > 0.9"', JSON.stringify(hostile))
  await writeFile(lockFile, lock)
  return { ...made, store, runs, others }
}

test('every command escapes control sequences from the store', async () => {
  const { folder, genspec, store, runs, others } = await tampered()
  const keys = [...runs, ...others].map(({ key }) => key)
  const commands = [
    ['plan', '--no-probe'],
    ['why', 'example'],
    ['show', 'claim', 'example'],
    ...[keys[0] ?? '', keys.at(-1) ?? ''].map((key) => ['show', 'run', key]),
    ['show', 'run', keys[0] ?? '', '--json'],
    ['store', 'verify'],
    ['store', 'gc', 'a.gen', '--dry-run'],
    ['compare', 'genspec.lock'],
    ['run', '--locked'],
    ['run', '--reporter', 'verbose'],
  ]
  for (const command of commands) {
    const { code, stdout, stderr } = await genspec(...command)
    expect(stdout + stderr, command.join(' ')).not.toMatch(obeyed)
    expect(stdout, command.join(' ')).not.toBe('')
    expect(code, command.join(' ') + stderr).toBeLessThan(5)
  }
  const changed = spec('expect train acc > 0.9').replace('dense 16', 'dense 17')
  await writeFile(path.join(folder, 'a.gen'), changed)
  expect((await genspec('why', 'example')).stdout).not.toMatch(obeyed)
  await forge(store.folderOf(keys[0] ?? ''), (record) => void (record.key = hostile))
  await mkdir(path.join(folder, 'more'))
  const verified = await genspec('store', 'verify')
  expect(verified.stdout).toContain('x\\x1b[2Jy\\x07\\u202ez \\x3a:error')
  expect(verified.stdout).not.toMatch(obeyed)
}, 60_000)

test('every command escapes control sequences from specs', async () => {
  const text = spec('expect train acc > 0.9').replace('claim example', `claim example "${hostile}"`)
  const { genspec } = await project({ 'a.gen': text.replace('\n::', ' ::') })
  for (const command of [
    ['list'],
    ['list', '--json'],
    ['print'],
    ['print', '--json'],
    ['print', '--ast'],
  ]) {
    const { code, stdout, stderr } = await genspec(...command)
    expect(stdout + stderr, command.join(' ')).not.toMatch(obeyed)
    expect(code).toBe(2)
  }
})
