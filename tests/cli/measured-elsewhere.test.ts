import { mkdir, readdir, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { expect, test } from 'vitest'
import { project } from '../support/genspec.js'

const trainer = (fields: string) => `
import { defineConfig, defineTrainer, integer, own } from 'genspec'

const shared = {
  parameters: { width: integer({ doc: 'channels', default: 16 }) },
  measures: ['train acc', 'test acc', own('ece', 'fraction')],
  data: () => ({ train: 1000, test: 500, classes: 10 }),
}
export default defineConfig({ kinds: [${fields}] })
`

const config = trainer(`
  defineTrainer({
    name: 'table', summary: 'CSV', ...shared, reads: 'runs/{width}-{seed}/metrics.csv',
    columns: { 'train acc': { column: 'train_acc', percent: true }, 'test acc': 'val_acc' },
  }),
  defineTrainer({ name: 'lines', summary: 'NDJSON', ...shared, reads: 'runs/{width}-{seed}.ndjson' }),
  defineTrainer({ name: 'whole', summary: 'JSON', ...shared, reads: 'runs/{width}-{seed}.json' }),
`)

/**
 * The same run in each format: training accuracies of 50% and 75%, and finally a test accuracy and
 * an ECE.
 */
function logs(width: number, seed: number): Record<string, string> {
  const test = 0.5 + width / 200 + seed / 1000
  const rows = [
    { epoch: 1, 'train acc': 0.5, 'test acc': 0.4 },
    { epoch: 2, 'train acc': 0.75, 'test acc': test },
  ]
  return {
    // Lightning counts epochs from 0, and writes a row for training and one for validation.
    [`runs/${width}-${seed}/metrics.csv`]: [
      '\uFEFFepoch,train_acc,val_acc,ece,"a, note"',
      ...['0,50,,,', '0,,0.4,,"x, y"', '1,75,,,', `1,,${test},0.05,`, ''],
    ].join('\r\n'),
    [`runs/${width}-${seed}.ndjson`]: [...rows, { ece: 0.05 }]
      .map((row) => JSON.stringify(row))
      .join('\n'),
    [`runs/${width}-${seed}.json`]: JSON.stringify([rows[0], { ...rows[1], ece: 0.05 }]),
  }
}

const files = Object.assign(
  {},
  ...[16, 32].flatMap((width) => [0, 1].map((seed) => logs(width, seed))),
)

const spec = `
experiment widths {
  for net in [table, lines, whole]
  run net over 2 seeds
  sweep w in [16, 32]
}
claim wider {
  over widths
  expect test acc with width w increases with w
  expect epochs to (train acc > 60%) = 2 epochs with width 16
  expect ece with width 16 = 5%
}
`

test('runs that were made elsewhere are read from CSV, NDJSON and JSON, and judged as measured elsewhere', async () => {
  const more = 'claim more {\n  run table over 4 seeds\n  expect test acc > 10%\n}\n'
  const { genspec, folder } = await project({
    ...files,
    'genspec.config.ts': config,
    'a.gen': spec,
  })
  const { code, stdout } = await genspec('run', '--jobs', '2', '--reporter', 'verbose')
  expect(stdout).toContain('net = table (the closest of 3): test acc with width w rises by 8pp')
  expect(stdout).toContain('2 epochs with width 16, exactly in 2 seeds')
  expect(stdout).toContain('data: measured elsewhere, and read from runs/16-{seed}/metrics.csv')
  expect(stdout).toContain('12 runs')
  expect(code).toBe(0)

  const [key = ''] = (await readdir(path.join(folder, '.genspec', 'runs'))).filter(
    (name) => name.length === 64,
  )
  const again = await genspec('rerun', key)
  expect(again.stdout).toContain('the same to the last bit')

  // Missing seeds are named, and a claim about them is skipped, never passed.
  await writeFile(path.join(folder, 'b.gen'), more)
  const checked = await genspec('check', 'b.gen')
  expect(checked.stderr).toContain(
    'table was not measured for seeds 2, 3: no file runs/16-{seed}/metrics.csv',
  )
  expect(checked.code).toBe(0)
  const skipped = await genspec('run', 'b.gen')
  expect(skipped.stdout).toContain(
    'seed 2 was not measured: there is no file runs/16-2/metrics.csv',
  )
  expect(skipped.stdout).toContain('1 skipped')

  // A file with other content gives another run.
  await writeFile(
    path.join(folder, 'runs/16-0.ndjson'),
    '{"epoch": 1, "train acc": 0.5, "test acc": 2, "ece": 0}\n',
  )
  await writeFile(path.join(folder, 'runs/16-0.json'), '[{"epoch": 1, "train acc": 0.5')
  await writeFile(path.join(folder, 'runs/16-0/metrics.csv'), 'epoch,train_acc,ece\n1,50,0.1\n')
  await rm(path.join(folder, 'runs/16-1/metrics.csv'))
  await writeFile(
    path.join(folder, 'runs/16-1/metrics.csv'),
    'epoch,train_acc,val_acc,ece\n1,many,0.5,0.1\n',
  )
  const wrong = (await genspec('run', 'a.gen', '--reporter', 'verbose')).stdout
  expect(wrong).toContain('its `test acc` in epoch 1 is 2, but a fraction is from 0 to 1')
  expect(wrong).toContain('runs/16-0.json is not what its name says')
  expect(wrong).toContain(
    'runs/16-0/metrics.csv has no column `val_acc` for `test acc`; it has epoch, train_acc, ece',
  )
  expect(wrong).toContain('has `many` in column `train_acc`, which is not a number')
})

test('a file that cannot be read is named, with the reason', async () => {
  const row = '{"epoch": 1, "train acc": 0.5, "test acc": 0.5, "ece": 0.1}'
  const wrong: [content: string, said: string][] = [
    ['null', 'must hold objects such as {"epoch": 1, "test acc": 0.5}; number 1 is `null`'],
    [`[${row}, [1]]`, 'number 2 is `[1]`'],
    [`[${row}, "text"]`, 'number 2 is `"text"`'],
  ]
  const { genspec, folder } = await project({
    'runs/16-0.json': `\uFEFF[${row}]`,
    'genspec.config.ts': config,
    'a.gen': 'claim c {\n  run whole over 1 seeds\n  expect test acc > 10%\n}\n',
  })
  const file = path.join(folder, 'runs/16-0.json')
  expect((await genspec('run')).code).toBe(0)
  for (const [content, said] of wrong) {
    await writeFile(file, content)
    const { code, stdout } = await genspec('run', '--reporter', 'verbose')
    expect(stdout).toContain('runs/16-0.json ')
    expect(stdout).toContain(said)
    expect(code).toBe(3)
  }
  await rm(file)
  await mkdir(file)
  const { code, stdout } = await genspec('run')
  expect(stdout).toContain('runs/16-0.json cannot be read: it is a folder, not a file')
  expect(code).toBe(3)
})

test('an invalid trainer for files gives the reason', async () => {
  const wrong: [fields: string, said: string][] = [
    ["reads: 'a-{width}.csv'", 'has no `{seed}`'],
    ["reads: 'a-{seed}.csv'", 'has no `{width}`, so that its values would be one file'],
    ["reads: 'a-{width}-{seed}-{depth}.csv'", 'has `{depth}`, which is no parameter'],
    ["reads: 'a-{width}-{seed}.xlsx'", 'no file that genspec knows: .csv'],
    ["reads: 'a-{width}-{seed}.csv', timeLimit: 3", 'so `timeLimit` has no use'],
    [
      "reads: 'a-{width}-{seed}.csv', columns: { 'test loss': 'x' }",
      'names `test loss`, which it does not measure',
    ],
    ["command: () => ['node']", 'it lacks `sources`'],
  ]
  const { genspec, folder } = await project({
    'a.gen': 'claim c {\n  run net over 1 seed\n  expect train acc > 10%\n}\n',
  })
  for (const [fields, said] of wrong) {
    const kind = `defineTrainer({ name: 'net', summary: 'a net', ...shared, ${fields} })`
    await writeFile(path.join(folder, 'genspec.config.ts'), trainer(kind))
    const { code, stderr } = await genspec('check')
    expect(stderr).toContain(said)
    expect(code).toBe(2)
  }
})
