/**
 * @file The time to judge 1,000 claims from 10,000 stored runs: `npm run bench:judge`. It covers all of
 * `genspec run` without training, from the specs to the verdicts, in a separate process; the goal is
 * under 3 seconds.
 */

import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { Store } from '../../src/store/store.js'
import { curveTo, plannedRuns, recordOf } from '../../tests/support/stored-runs.js'

const bin = fileURLToPath(new URL('../../bin/genspec.js', import.meta.url))
const claims = 1000
const files = 20
const seeds = 5
/** The evaluations of each run: as many as in a short training. */
const epochs = 60
const goal = 3

const head = `dataset digits {
  source mnist-10k
  take 1_000 train, 1_000 test
}

model mlp(width) {
  flatten
  dense width relu
  dense classes
}

training short {
  optimizer sgd momentum 0.9
  rate 0.1
  batch 50
  until ${epochs} epochs
}
`

/** A claim about two arms that no other claim shares: 2 x 5 runs. */
function claim(index: number): string {
  const width = 16 + index
  return `
claim claim_${index} {
  run mlp(${width}) on digits with short over ${seeds} seeds
  expect train acc > 0.9 under true labels
  expect test acc under true labels - test acc under random labels > 30pp
}
`
}

const folder = await mkdtemp(path.join(tmpdir(), 'genspec-bench-'))
try {
  const paths: string[] = []
  for (let file = 0; file < files; file++) {
    const own = Array.from({ length: claims / files }, (_, index) => claim(files * index + file))
    const name = path.join(folder, `${file}.gen`)
    await writeFile(name, head + own.join(''))
    paths.push(name)
  }
  const { runs } = await plannedRuns(paths)
  const store = new Store(path.join(folder, '.genspec', 'runs'))
  for (const run of runs) {
    const random = run.label.includes('random')
    const wobble = (run.seed % 5) / 100
    await store.write(recordOf(run, curveTo(0.95, (random ? 0.1 : 0.85) + wobble, epochs)))
  }
  console.log(`${claims} claims, ${runs.length} stored runs of ${epochs} evaluations`)
  const times: number[] = []
  for (let round = 0; round < 3; round++) {
    const started = performance.now()
    const options = { cwd: folder, maxBuffer: 1e8 }
    const { stdout } = await promisify(execFile)(
      process.execPath,
      [bin, '--engine', 'portable'],
      options,
    )
    times.push((performance.now() - started) / 1000)
    if (!stdout.includes(`${claims} passed (0 runs trained`)) {
      throw new Error(`other verdicts than were made:\n${stdout.slice(-300)}`)
    }
  }
  const best = Math.min(...times)
  console.log(times.map((seconds) => `${seconds.toFixed(2)} s`).join(', '))
  console.log(`best ${best.toFixed(2)} s: ${best < goal ? 'under' : 'OVER'} the goal of ${goal} s`)
} finally {
  await rm(folder, { recursive: true, force: true })
}
