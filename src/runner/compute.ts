/** @file One computation: its input, and what it led to. */

import type { ComputationSetup } from '../check/setup.js'
import { prepareData } from '../data/prepare.js'
import type { EngineSession } from '../engine/engine.js'
import type { MeasuredRun } from '../kinds/metric.js'
import type { Registry } from '../kinds/registry.js'
import { type RandomKey, deriveKey } from '../random/key.js'
import type { RunListener } from './messages.js'

export type Computed = { status: 'finished' } & Omit<MeasuredRun, 'provenance'>

/** @param folder where the dataset's files are */
export async function compute(
  registry: Registry,
  { computation, points, dataset, corruption }: ComputationSetup,
  { folder, key, session }: { folder: string; key: RandomKey; session(): Promise<EngineSession> },
  { onProgress }: RunListener,
): Promise<Computed> {
  const data = dataset && (await prepareData(registry, { dataset, corruption }, folder, key))
  const values = await registry
    .get('computation', computation.kind)
    .compute(computation.parameters, {
      session,
      data,
      points:
        points &&
        registry.get('points', points.kind).draw(points.parameters, deriveKey(key, 'points')),
      key: deriveKey(key, 'computation'),
      progress: (fraction, note) => onProgress({ fraction, note }),
    })
  const trainExamples = data?.train.count ?? 0
  return { status: 'finished', values, curve: [], stepsPerEpoch: 0, trainExamples, parameters: 0 }
}
