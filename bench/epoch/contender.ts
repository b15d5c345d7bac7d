/**
 * @file Trains bench/epoch/mlp.gen on one engine, as a run does; writes `{"epoch", "memory"}` after each.
 * Usage: contender.ts ENGINE THREADS
 */

import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { builtinRegistry } from '../../src/config/builtin-kinds.js'
import { isTraining } from '../../src/claims/setup.js'
import { diagnoseSpecs } from '../../src/project/check-specs.js'
import { openProject } from '../../src/project/project.js'
import type { EngineName } from '../../src/engine/engine.js'
import { engineByName } from '../../src/engine/engines.js'
import { makePlan } from '../../src/plan/plan.js'
import { trainModel } from '../../src/runner/train-model.js'
import { peakMemory } from '../../src/training/train.js'

const [name = 'portable', threads = '1'] = process.argv.slice(2)
const engine = engineByName(name as EngineName)
const spec = fileURLToPath(new URL('mlp.gen', import.meta.url))
const { claims } = await diagnoseSpecs(await openProject(), [spec])
const plan = await makePlan(claims, await engine.identity(), builtinRegistry)
const [run] = plan.runs
if (run === undefined || !isTraining(run.setup)) {
  throw new Error(plan.claims[0]?.skipped?.reason ?? 'the spec needs no run')
}
const never = new AbortController().signal
await trainModel(run, run.setup, await mkdtemp(path.join(tmpdir(), 'genspec-epoch-')), {
  registry: builtinRegistry,
  session: () => engine.start({ threads: Number(threads) }),
  onPrepared: () => undefined,
  onProgress: () => undefined,
  onEvaluation: ({ epoch, trainAccuracy, testAccuracy }) => {
    const line = { epoch, memory: peakMemory(), trainAccuracy, testAccuracy }
    process.stdout.write(`${JSON.stringify(line)}\n`)
  },
  stop: never,
  interrupt: never,
})
