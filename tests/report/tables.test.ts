/** @file The reports `csv` and `tensorboard`, read back by other programs. */

import { parse } from 'csv-parse/sync'
import { execFileSync, spawnSync } from 'node:child_process'
import { readFile, readdir } from 'node:fs/promises'
import path from 'node:path'
import { expect, test } from 'vitest'
import { maskedCrc32c, tfRecord, tfRecords } from '../../src/files/tfrecord.js'
import { project } from '../support/genspec.js'

const config = `
import { defineConfig, defineTrainer, integer, own } from 'genspec'
export default defineConfig({
  kinds: [defineTrainer({
    name: 'net', summary: 'a net', parameters: { width: integer({ doc: 'channels', default: 16 }) },
    measures: ['test acc', 'test loss', own('ece', 'fraction')], reads: 'runs/{width}-{seed}.ndjson',
  })],
})
`
const files = {
  'genspec.config.ts': config,
  'a.gen': `
claim right "a title, with a comma" {
  run net over 2 seeds
  expect test acc > 10%
}
claim unmeasured {
  run net with width 3 over 2 seeds
  expect test acc > 10%
}
`,
  'runs/16-0.ndjson':
    '{"epoch": 1, "test acc": 0.25, "test loss": 2}\n{"epoch": 2, "test acc": 0.5, "test loss": 1.5, "ece": 0.125}\n',
  'runs/16-1.ndjson': '{"epoch": 1, "test acc": 0.75, "test loss": 0.5, "ece": 0.0625}\n',
}

const rowsOf = async (file: string) =>
  parse<Record<string, string>>(await readFile(file, 'utf8'), { columns: true })

test('csv is a tidy table of evaluations and one of verdicts', async () => {
  const { genspec, folder } = await project(files)
  expect((await genspec('run', '--reporter', 'csv')).stderr).toContain(
    'use `--reporter csv=FOLDER`',
  )
  expect((await genspec('run', '--reporter', 'csv=out')).code).toBe(0)
  const evaluations = await rowsOf(path.join(folder, 'out/evaluations.csv'))
  expect(evaluations.map(({ run: _, label: __, ...row }) => row)).toEqual([
    {
      seed: '0',
      status: 'finished',
      epoch: '1',
      step: '',
      'test acc': '0.25',
      'test loss': '2',
      ece: '',
    },
    {
      seed: '0',
      status: 'finished',
      epoch: '2',
      step: '',
      'test acc': '0.5',
      'test loss': '1.5',
      ece: '0.125',
    },
    {
      seed: '1',
      status: 'finished',
      epoch: '1',
      step: '',
      'test acc': '0.75',
      'test loss': '0.5',
      ece: '0.0625',
    },
  ])
  const verdicts = await rowsOf(path.join(folder, 'out/verdicts.csv'))
  expect(verdicts).toMatchObject([
    {
      file: 'a.gen',
      line: '4',
      claim: 'right',
      expectation: 'test acc > 10%',
      verdict: 'pass',
      seeds: '2',
    },
    { claim: 'unmeasured', verdict: 'skipped', estimate: '' },
  ])
  // Folders of several reports stay apart.
  await genspec('run', '--reporter', 'csv', '--reporter', 'tensorboard', '--output', 'all')
  expect((await readdir(path.join(folder, 'all'))).sort()).toEqual(['csv', 'tensorboard'])
})

test('the checksum is CRC32C, and damage is found', () => {
  // RFC 3720, B.4: 32 bytes of zeros.
  const plain = 0x8a9136aa
  const masked = (((plain >>> 15) | (plain << 17)) + 0xa282ead8) >>> 0
  expect(maskedCrc32c(new Uint8Array(32))).toBe(masked)
  const file = Buffer.concat([tfRecord(Buffer.from('one')), tfRecord(Buffer.from(''))])
  expect(tfRecords(file).map(String)).toEqual(['one', ''])
  for (let at = 0; at < file.length; at++) {
    const damaged = Buffer.from(file)
    damaged[at] = (damaged[at] ?? 0) ^ 1
    expect(() => tfRecords(damaged)).toThrow(/damaged|not a TFRecord/)
    if (at > 0 && at !== 19) expect(() => tfRecords(file.subarray(0, at))).toThrow('it ends within')
  }
})

/** A Python with TensorBoard. */
const python = process.env['GENSPEC_TENSORBOARD'] ?? 'python3'
const reader = 'from tensorboard.backend.event_processing import event_accumulator'
const hasReader = spawnSync(python, ['-c', reader]).status === 0

test.skipIf(!hasReader)("TensorBoard's own reader gives the numbers back", async () => {
  const { genspec, folder } = await project(files)
  expect((await genspec('run', '--reporter', 'tensorboard=tb')).code).toBe(0)
  const script = `
import json, pathlib, sys
${reader}
runs = {}
for folder in sorted(pathlib.Path(sys.argv[1]).iterdir()):
    events = event_accumulator.EventAccumulator(str(folder)).Reload()
    runs[folder.name.rsplit(' ', 1)[0]] = {tag: [[e.step, e.value] for e in events.Scalars(tag)] for tag in events.Tags()['scalars']}
print(json.dumps(runs))
`
  const read = execFileSync(python, ['-c', script, path.join(folder, 'tb')], { encoding: 'utf8' })
  expect(JSON.parse(read)).toEqual({
    'net seed 0': {
      'test acc': [
        [1, 0.25],
        [2, 0.5],
      ],
      'test loss': [
        [1, 2],
        [2, 1.5],
      ],
      ece: [[2, 0.125]],
    },
    'net seed 1': {
      'test acc': [[1, 0.75]],
      'test loss': [[1, 0.5]],
      ece: [[1, 0.0625]],
    },
  })
})
