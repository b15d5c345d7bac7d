/**
 * @file Times one training step of the five models on each engine that works here, and in PyTorch, in
 * turns, and compares their memory.
 * Usage: npm run bench:steps -- [--engine portable,tensorflow] [--models a,b] [--threads N]
 *   [--peer PYTHON [--peer-layout channels_last]]
 */

import { spawn } from 'node:child_process'
import { availableParallelism, cpus } from 'node:os'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { engines } from '../../src/engine/engines.js'
import { models } from './models.js'

const { values: options } = parseArgs({
  options: {
    engine: { type: 'string' },
    peer: { type: 'string' },
    'peer-layout': { type: 'string', default: 'contiguous_format' },
    models: { type: 'string', default: Object.keys(models).join(',') },
    threads: { type: 'string', default: String(availableParallelism()) },
    batch: { type: 'string', default: '128' },
    rounds: { type: 'string', default: '7' },
  },
})

/** The approximate time of a group of steps, so that turns are short. */
const TURN_MILLISECONDS = 400

interface Contender {
  name: string
  times: number[]
  /** Largest resident set, in bytes. */
  peak: number
  take(model: string, steps: number): Promise<number[]>
  end(): void
}

function start(name: string, command: string, args: string[]): Contender {
  const child = spawn(command, args, { stdio: ['pipe', 'pipe', 'inherit'] })
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  const contender: Contender = {
    name,
    times: [],
    peak: 0,
    take: async (model, steps) => {
      child.stdin.write(`${JSON.stringify({ model, steps })}\n`)
      const { value, done } = await lines.next()
      if (done === true) throw new Error(`${name} stopped`)
      const answer = JSON.parse(value) as { milliseconds: number[]; peak: number }
      contender.peak = answer.peak
      return answer.milliseconds
    },
    end: () => child.stdin.end(),
  }
  return contender
}

const beside = (file: string): string => fileURLToPath(new URL(file, import.meta.url))
const median = (times: number[]): number =>
  [...times].sort((a, b) => a - b)[Math.floor(times.length / 2)] ?? NaN

const names: string[] = []
for (const engine of engines) {
  const refusal = await engine.unavailable()
  const wanted = options.engine?.split(',').includes(engine.name) ?? refusal === undefined
  if (wanted) names.push(engine.name)
  if (wanted && refusal !== undefined) throw new Error(`${engine.name}: ${refusal}`)
  if (wanted) console.log(`${engine.name}: ${(await engine.identity()).version}`)
}

/** Each model has separate processes, so that the peak of memory belongs to one model. */
function contenders(): Contender[] {
  const { peer, 'peer-layout': layout, threads, batch } = options
  const ours = names.map((engine) => {
    const args = ['--import', 'tsx', beside('contender.ts'), engine, threads, batch]
    return start(engine, process.execPath, args)
  })
  return peer === undefined
    ? ours
    : [start('PyTorch', peer, [beside('peer.py'), threads, batch, layout]), ...ours]
}

const cell = (name: string, value: number, digits: number, of: number | undefined): string =>
  `${name} ${value.toFixed(digits)}${of === undefined ? '' : ` (${(value / of).toFixed(2)}x)`}`

const [processor] = cpus()
console.log(`${processor?.model.trim() ?? ''}, Node ${process.version}, ${options.threads} threads`)
console.log(`median ms a step of batch ${options.batch}; peak resident MB`)
for (const model of options.models.split(',')) {
  const all = contenders()
  const steps = new Map<Contender, number>()
  for (const contender of all) {
    const warm = await contender.take(model, 3)
    steps.set(contender, Math.max(1, Math.round(TURN_MILLISECONDS / Math.min(...warm))))
  }
  for (let round = 0; round < Number(options.rounds); round++) {
    for (const contender of all) {
      contender.times.push(...(await contender.take(model, steps.get(contender) ?? 1)))
    }
  }
  const [first] = options.peer === undefined ? [] : all
  const cells = (value: (contender: Contender) => number, digits: number) =>
    all
      .map((each) =>
        cell(each.name, value(each), digits, first && each !== first ? value(first) : undefined),
      )
      .join('   ')
  const times = cells(({ times }) => median(times), 1)
  const peaks = cells(({ peak }) => peak / 1e6, 0)
  console.log(`${model.padEnd(24)} ${times}   |   ${peaks}`)
  for (const contender of all) contender.end()
}
