/** @file Runs logged by TensorBoard, MLflow, Lightning and Hydra: files that their libraries wrote, by make.py. */

import { cp, readFile, readdir, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { type Project, project } from '../support/genspec.js'

const here = fileURLToPath(new URL('.', import.meta.url))

const config = `
import { defineConfig, defineTrainer, integer } from 'genspec'
const shared = {
  parameters: { width: integer({ doc: 'channels', default: 16 }) },
  measures: ['test acc', 'test loss'],
}
export default defineConfig({ kinds: [
  defineTrainer({
    name: 'events', summary: 'TensorBoard', ...shared,
    reads: 'tensorboard/{width}-{seed}/events.out.tfevents.*',
    columns: { epoch: 'step', 'test acc': 'Accuracy/test', 'test loss': 'Loss/test' },
  }),
  defineTrainer({
    name: 'tracked', summary: 'MLflow', ...shared,
    reads: 'mlruns/*/*/metrics', recorded: { width: 'model.width' },
    columns: { epoch: 'step', 'test acc': 'test/acc', 'test loss': 'test_loss' },
  }),
  defineTrainer({
    name: 'swept', summary: 'Hydra', ...shared,
    reads: 'multirun/*/*/*/metrics.csv', recorded: { width: 'model.width' },
    columns: { 'test acc': 'val_acc', 'test loss': 'val_loss' },
  }),
] })
`

// make.py: epoch / 4 + width / 128 + seed / 64, and a loss of 1 / epoch.
const spec = `
experiment all {
  for net in [events, tracked, swept]
  run net over 2 seeds
}
claim numbers {
  over all
  expect test acc with width 16 >= 62.5%
  expect test acc with width 16 <= 64.1%
  expect test acc with width 32 >= 75%
  expect test acc with width 32 <= 76.6%
  expect test loss = 0.5
  expect epochs to (test acc > 60%) = 2 epochs with width 16
}
`

async function logged(text: string): Promise<Project> {
  const made = await project({ 'genspec.config.ts': config, 'a.gen': text })
  for (const name of ['tensorboard', 'mlruns', 'multirun']) {
    await cp(path.join(here, name), path.join(made.folder, name), { recursive: true })
  }
  return made
}

test('event files, metrics of MLflow and folders of Hydra are read, and runs are found by what they recorded', async () => {
  const { genspec, folder } = await logged(spec)
  const { code, stdout, stderr } = await genspec('run', '--reporter', 'verbose')
  expect(stderr + stdout).toContain('12 runs')
  expect({ code, stdout }).toMatchObject({ code: 0 })
  await writeFile(
    path.join(folder, 'b.gen'),
    'claim more {\n  run tracked over 4 seeds\n  expect test acc > 10%\n}\n',
  )
  const checked = await genspec('check', 'b.gen')
  expect(checked.stderr).toContain('tracked was not measured for seeds 2, 3')
})

const one = (net: string) => `claim c {\n  run ${net} over 1 seed\n  expect test acc > 10%\n}\n`

test('damaged, truncated, foreign and repeated logs are errors that name the file and the place', async () => {
  const { genspec, folder } = await logged(one('events'))
  const file = path.join(folder, 'tensorboard/16-0/events.out.tfevents.1')
  const whole = await readFile(file)
  const damaged = Buffer.from(whole)
  damaged[60] = (damaged[60] ?? 0) ^ 1
  const said = async () =>
    (await genspec('run', '--reporter', 'verbose')).stdout.replace(/\s+/g, ' ')
  const wrong: [Uint8Array, string][] = [
    [whole.subarray(0, whole.length - 3), 'it ends within record 3, at byte'],
    [damaged, 'is damaged: its checksum is wrong'],
    [Buffer.from('epoch,acc\n1,0.5\n2,0.75\n'), 'it is not a TFRecord file'],
    [Buffer.alloc(0), 'no column `Accuracy/test` for `test acc`; it has none'],
  ]
  for (const [content, reason] of wrong) {
    await writeFile(file, content)
    const text = await said()
    expect(text).toContain('tensorboard/16-0/events.out.tfevents.1')
    expect(text).toContain(reason)
  }
  await cp(file, `${file}-again`)
  expect(await said()).toContain('are the same run; remove one, or make `reads` name only one')

  await writeFile(path.join(folder, 'a.gen'), one('swept'))
  const runs = path.join(folder, 'multirun/2026-01-01/10-00-00')
  await writeFile(path.join(runs, '0/.hydra/config.yaml'), 'seed: 0\n')
  expect(await said()).toContain('records no `model.width`; it records seed')
  await writeFile(path.join(runs, '0/.hydra/config.yaml'), 'seed: [0\n')
  expect(await said()).toContain('0/metrics.csv: config.yaml beside it: ')
  await writeFile(path.join(runs, '0/.hydra/config.yaml'), 'seed: &a\n  b: *a\n')
  expect(await said()).toContain('config.yaml beside it nests more than 32 levels')

  await writeFile(path.join(folder, 'a.gen'), one('tracked'))
  const [experiment = ''] = (await readdir(path.join(folder, 'mlruns'))).filter(
    (name) => !name.startsWith('.'),
  )
  for (const run of await readdir(path.join(folder, 'mlruns', experiment))) {
    if (run === 'meta.yaml') continue
    await writeFile(path.join(folder, 'mlruns', experiment, run, 'metrics/test_loss'), '1 none 1\n')
  }
  expect(await said()).toContain('line 1 of test_loss is `1 none 1`, not `timestamp value step`')
  await rm(path.join(folder, 'mlruns'), { recursive: true })
  expect(await said()).toContain('seed 0 was not measured')
})

test('steps are epochs only if the config says so', async () => {
  const { genspec, folder } = await logged(one('events'))
  await writeFile(path.join(folder, 'genspec.config.ts'), config.replace("epoch: 'step', ", ''))
  expect((await genspec('run', '--reporter', 'verbose')).stdout).toContain(
    "if its steps count epochs, write `columns: { epoch: 'step' }`",
  )
})
