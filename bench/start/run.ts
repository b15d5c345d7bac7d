/**
 * @file The time from the command to a run's first training step, on data that is already prepared:
 * `npm run bench:start`. Two processes start, the command and the run, so twice the start time of Node
 * alone is subtracted; the goal is 150 ms without it.
 */

import { spawnSync } from 'node:child_process'
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { readLog } from '../../src/store/run-log.js'

const bin = fileURLToPath(new URL('../../bin/genspec.js', import.meta.url))
const rounds = 5
const goal = 0.15

const spec = `dataset digits {
  source mnist-10k
  take 1_000 train, 2_000 test
}

model linear {
  flatten
  dense classes
}

training short {
  optimizer sgd
  rate 0.1
  batch 50
  until 1 epochs
}

claim starts {
  run linear on digits with short over 1 seeds
  expect train acc >= 0%
}
`

const folder = await mkdtemp(path.join(tmpdir(), 'genspec-bench-start-'))
try {
  await writeFile(path.join(folder, 'a.gen'), spec)
  const node = Array.from({ length: rounds }, () => 2 * secondsOf(() => start('-e', '0')))
  const whole: number[] = []
  const loading: number[] = []
  for (let round = 0; round < rounds; round++) {
    const called = Date.now()
    start(bin, 'run', '--fresh', '--engine', 'portable', 'a.gen')
    const { atCommand, inRun } = await untilFirstStep(called)
    whole.push(atCommand)
    loading.push(inRun)
  }
  const beside = median(whole) - median(node)
  console.log(`Node alone, twice: ${inMilliseconds(median(node))}`)
  console.log(`from the command to the first step: ${inMilliseconds(median(whole))}`)
  console.log(`  of which engine and data in the run: ${inMilliseconds(median(loading))}`)
  console.log(
    `beside Node: ${inMilliseconds(beside)} (median of ${rounds}; goal ${1000 * goal} ms)`,
  )
} finally {
  await rm(folder, { recursive: true, force: true })
}

function start(...args: string[]): void {
  const { status, stderr } = spawnSync(process.execPath, args, { cwd: folder, encoding: 'utf8' })
  if (status !== 0) throw new Error(stderr)
}

async function untilFirstStep(called: number): Promise<{ atCommand: number; inRun: number }> {
  const runs = path.join(folder, '.genspec', 'runs')
  const [key = ''] = (await readdir(runs)).filter((name) => /^[0-9a-f]{64}$/.test(name))
  const log = await readLog(path.join(runs, key))
  const [begun, training] = [
    log.find((event) => event.type === 'start'),
    log.find((event) => event.type === 'training'),
  ]
  if (begun === undefined || training === undefined) throw new Error('the run has no log')
  const seconds = (Date.parse(begun.when) - called) / 1000
  return { atCommand: seconds + training.seconds, inRun: training.seconds }
}

function secondsOf(work: () => void): number {
  const started = performance.now()
  work()
  return (performance.now() - started) / 1000
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN
}

function inMilliseconds(seconds: number): string {
  return `${Math.round(1000 * seconds)} ms`
}
