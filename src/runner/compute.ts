/** @file One computation inside its process: its input and its result. */

import { setImmediate } from 'node:timers/promises'
import type { ComputationSetup } from '../claims/setup.js'
import { prepareInMemory } from '../data/prepare.js'
import type { MeasuredRun } from '../kinds/metric.js'
import type { PlannedRun } from '../plan/plan.js'
import { deriveKey, seedKey } from '../random/key.js'
import { Interrupted } from '../training/train.js'
import type { RunContext } from './run-context.js'

export type Computed = { status: 'finished' } & Omit<MeasuredRun, 'provenance'>

export async function compute(
  { seed, folder }: PlannedRun,
  { computation, points, dataset, corruption }: ComputationSetup,
  { registry, session, onPrepared, onProgress, interrupt }: RunContext,
): Promise<Computed> {
  const key = seedKey(seed)
  const prepare = (steps: ComputationSetup['corruption']) => {
    if (dataset === undefined) throw new Error('internal: this computation has no dataset')
    return prepareInMemory(registry, { dataset, corruption: steps }, folder, key)
  }
  const data = dataset && (await prepare(corruption))
  onPrepared()
  const values = await registry
    .get('computation', computation.kind)
    .compute(computation.parameters, {
      session,
      data,
      uncorrupted: () => prepare([]),
      points:
        points &&
        registry.get('points', points.kind).draw(points.parameters, deriveKey(key, 'points')),
      key: deriveKey(key, 'computation'),
      async progress(fraction, note) {
        onProgress({ fraction, note })
        // Lets the process receive an order to end.
        await setImmediate()
        if (interrupt.aborted) throw new Interrupted()
      },
    })
  const trainExamples = data?.train.count ?? 0
  return { status: 'finished', values, curve: [], stepsPerEpoch: 0, trainExamples, parameters: 0 }
}
