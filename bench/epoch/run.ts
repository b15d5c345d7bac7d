/**
 * @file The time of an epoch of the paper's one-layer network on all of CIFAR-10, on each engine and in PyTorch.
 * Usage: GENSPEC_DATA=… npm run bench:epoch -- [--engine tensorflow,portable] [--peer PYTHON] [--threads N] [--rounds N]
 */

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { availableParallelism } from 'node:os'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'

const { values: options } = parseArgs({
  options: {
    engine: { type: 'string', default: 'tensorflow' },
    peer: { type: 'string' },
    threads: { type: 'string', default: String(availableParallelism()) },
    rounds: { type: 'string', default: '5' },
  },
})

interface Line {
  memory: number
  trainAccuracy: number
  testAccuracy: number
}

/** Starts a process that trains epoch after epoch, and stops it between its turns. */
async function contender(name: string, command: string, args: string[]) {
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'inherit'] })
  await once(child, 'spawn')
  child.kill('SIGSTOP')
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  const seconds: number[] = []
  let last: Line | undefined
  return {
    name,
    seconds,
    last: () => last,
    async epoch(): Promise<number> {
      const started = performance.now()
      child.kill('SIGCONT')
      const { value, done } = await lines.next()
      child.kill('SIGSTOP')
      if (done === true) throw new Error(`${name} stopped`)
      last = JSON.parse(value) as Line
      return (performance.now() - started) / 1000
    },
    end: () => child.kill('SIGKILL'),
  }
}

const beside = (file: string): string => fileURLToPath(new URL(file, import.meta.url))
const median = (times: number[]): number =>
  [...times].sort((a, b) => a - b)[Math.floor(times.length / 2)] ?? NaN

const contenders: Awaited<ReturnType<typeof contender>>[] = []
if (options.peer !== undefined) {
  contenders.push(await contender('PyTorch', options.peer, [beside('peer.py'), options.threads]))
}
for (const engine of options.engine.split(',')) {
  const args = ['--import', 'tsx', beside('contender.ts'), engine, options.threads]
  contenders.push(await contender(engine, process.execPath, args))
}
// The first epoch loads the data and warms up.
console.log(`mlp_1x512 on CIFAR-10, batch 128, ${options.threads} threads: seconds an epoch`)
for (const one of contenders) await one.epoch()
for (let round = 0; round < Number(options.rounds); round++) {
  for (const one of contenders) one.seconds.push(await one.epoch())
  const times = contenders.map(({ name, seconds }) => `${name} ${seconds.at(-1)?.toFixed(2)}`)
  console.log(`  round ${round + 1}: ${times.join(', ')}`)
}
const [reference] = contenders
for (const { name, seconds, last } of contenders) {
  const time = median(seconds)
  const ratio = options.peer === undefined ? 1 : time / median(reference?.seconds ?? [])
  const { memory = NaN, trainAccuracy = NaN, testAccuracy = NaN } = last() ?? {}
  console.log(
    [
      name.padEnd(12),
      `${time.toFixed(2)} (${ratio.toFixed(2)}x)`,
      `memory ${(memory / 1e9).toFixed(2)} GB at its peak`,
      `train ${(100 * trainAccuracy).toFixed(1)}%  test ${(100 * testAccuracy).toFixed(1)}%`,
    ].join('   '),
  )
}
for (const one of contenders) one.end()
process.exit()
