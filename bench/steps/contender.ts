/**
 * @file One engine as a process: reads `{"model", "steps"}` a line, writes the milliseconds of each step
 * and the process' largest resident set so far, in bytes.
 * Usage: contender.ts ENGINE THREADS BATCH
 */

import { performance } from 'node:perf_hooks'
import { createInterface } from 'node:readline'
import { engineByName } from '../../src/engine/engines.js'
import type { EngineName } from '../../src/engine/engine.js'
import { models, training, type Training } from './models.js'

const [name = 'portable', threads = '1', batch = '128'] = process.argv.slice(2)
const session = await engineByName(name as EngineName).start({ threads: Number(threads) })
let current: { name: string; training: Training } | undefined

for await (const line of createInterface({ input: process.stdin })) {
  const request = JSON.parse(line) as { model: string; steps: number }
  const model = models[request.model]
  if (model === undefined) throw new Error(`there is no model ${request.model}`)
  if (current?.name !== request.model) {
    session.tf.disposeVariables()
    current = { name: request.model, training: training(session, model, Number(batch)) }
  }
  const milliseconds: number[] = []
  for (let i = 0; i < request.steps; i++) {
    const start = performance.now()
    current.training.step()
    milliseconds.push(performance.now() - start)
  }
  process.stdout.write(
    `${JSON.stringify({ milliseconds, peak: 1024 * process.resourceUsage().maxRSS })}\n`,
  )
}
