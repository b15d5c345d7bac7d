/** @file The time to parse and check a spec of 2,000 lines, and to start genspec: `npm run bench:language`. */

import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { builtinRegistry } from '../../src/config/builtin-kinds.js'
import { check } from '../../src/check/check.js'
import { parse } from '../../src/language/parse.js'

const goals = { check: 150, start: 200 }
const repetitions = 5

/** A spec with this many lines: the CIFAR-10 spec's declarations and repetitions of its last claim. */
function longSpec(lines: number): string {
  const base = readFileSync('specs/cifar-mlp.gen', 'utf8')
  const claim = base.slice(base.lastIndexOf('\nclaim '))
  let text = base
  for (let index = 0; text.split('\n').length < lines; index++) {
    text += claim.replace(/claim (\w+)/, `claim $1_${index}`)
  }
  return text
}

function milliseconds(work: () => void): number {
  const started = performance.now()
  work()
  return performance.now() - started
}

function print(what: string, times: number[], goal: number): void {
  const [first = 0, ...later] = times.map(Math.round)
  process.stdout.write(`${what}: ${first} ms, then ${later.join(', ')} ms (goal ${goal} ms)\n`)
}

const text = longSpec(2_000)
const times = Array.from({ length: repetitions }, () =>
  milliseconds(() => {
    const refuse = ({ message }: { message: string; severity: string }) => {
      throw new Error(message)
    }
    check([parse({ path: 'long.gen', text }, refuse)], builtinRegistry, () => undefined)
  }),
)
print('parse and check 2,000 lines', times, goals.check)

for (const args of [['--version'], ['check', 'specs/quickstart.gen']]) {
  const starts = Array.from({ length: repetitions }, () =>
    milliseconds(() => {
      const { status } = spawnSync(process.execPath, ['bin/genspec.js', ...args])
      if (status !== 0) throw new Error(`genspec ${args.join(' ')} failed`)
    }),
  )
  print(`genspec ${args.join(' ')}`, starts, goals.start)
}
