/**
 * @file Times one training step of the five models on each engine, and in PyTorch, in turns.
 * Usage: npm run bench:steps -- [--engine portable,tensorflow] [--peer PYTHON] [--models a,b] [--threads N]
 */

import { spawn } from 'node:child_process'
import { availableParallelism } from 'node:os'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { models } from './models.js'

const { values: options } = parseArgs({
  options: {
    engine: { type: 'string', default: 'portable' },
    peer: { type: 'string' },
    models: { type: 'string', default: Object.keys(models).join(',') },
    threads: { type: 'string', default: String(availableParallelism()) },
    batch: { type: 'string', default: '128' },
    rounds: { type: 'string', default: '7' },
  },
})

/** Steps are timed in groups of about this long, so that turns are short. */
const TURN_MILLISECONDS = 400

interface Contender {
  name: string
  times: number[]
  take(model: string, steps: number): Promise<number[]>
  end(): void
}

function start(name: string, command: string, args: string[]): Contender {
  const child = spawn(command, args, { stdio: ['pipe', 'pipe', 'inherit'] })
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  return {
    name,
    times: [],
    take: async (model, steps) => {
      child.stdin.write(`${JSON.stringify({ model, steps })}\n`)
      const { value, done } = await lines.next()
      if (done === true) throw new Error(`${name} stopped`)
      return (JSON.parse(value) as { milliseconds: number[] }).milliseconds
    },
    end: () => child.stdin.end(),
  }
}

const beside = (file: string): string => fileURLToPath(new URL(file, import.meta.url))
const median = (times: number[]): number =>
  [...times].sort((a, b) => a - b)[Math.floor(times.length / 2)] ?? NaN

const engines = options.engine.split(',').map((engine) => {
  const args = ['--import', 'tsx', beside('contender.ts'), engine, options.threads, options.batch]
  return start(engine, process.execPath, args)
})
const peer =
  options.peer === undefined
    ? undefined
    : start('PyTorch', options.peer, [beside('peer.py'), options.threads, options.batch])
const contenders = peer === undefined ? engines : [peer, ...engines]

console.log(`median ms a step, batch ${options.batch}, ${options.threads} threads`)
for (const model of options.models.split(',')) {
  const steps = new Map<Contender, number>()
  for (const contender of contenders) {
    contender.times = []
    const warm = await contender.take(model, 3)
    steps.set(contender, Math.max(1, Math.round(TURN_MILLISECONDS / Math.min(...warm))))
  }
  for (let round = 0; round < Number(options.rounds); round++) {
    for (const contender of contenders) {
      contender.times.push(...(await contender.take(model, steps.get(contender) ?? 1)))
    }
  }
  const cells = contenders.map((contender) => {
    const time = median(contender.times)
    const ratio =
      peer === undefined || contender === peer
        ? ''
        : ` (${(time / median(peer.times)).toFixed(2)}x)`
    return `${contender.name} ${time.toFixed(1)}${ratio}`
  })
  console.log(`${model.padEnd(24)} ${cells.join('   ')}`)
}
for (const contender of contenders) contender.end()
