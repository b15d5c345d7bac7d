/** @file Records of runs that nobody trained, to look at what is made of records. */

import { makePlan } from '../../src/plan/plan.js'
import type { PlannedRun } from '../../src/plan/plan.js'
import { builtinRegistry } from '../../src/config/builtin-kinds.js'
import { diagnoseSpecs } from '../../src/project/check-specs.js'
import { openProject } from '../../src/project/project.js'
import { isTraining } from '../../src/claims/setup.js'
import type { Claim } from '../../src/claims/claim.js'
import { portableEngine } from '../../src/engine/portable/engine.js'
import type { Evaluation } from '../../src/kinds/metric.js'
import { workOf } from '../../src/plan/setup-type.js'
import type { RunRecord } from '../../src/store/record.js'

/** The runs that specs need on the portable engine. */
export async function plannedRuns(
  paths: readonly string[],
): Promise<{ runs: PlannedRun[]; claims: Claim[] }> {
  const { claims, diagnostics } = await diagnoseSpecs(await openProject(), paths)
  const errors = diagnostics.filter(({ severity }) => severity === 'error')
  if (errors.length > 0) throw new Error(errors.map(({ message }) => message).join('; '))
  const { runs } = await makePlan(claims, await portableEngine.identity(), builtinRegistry)
  return { runs, claims }
}

/** Of a run that took 2 seconds to set up and 1 second an epoch. */
export function recordOf(
  { key, setup, seed, data, engine, label, spec }: PlannedRun,
  curve: Evaluation[],
  changes: Partial<RunRecord> = {},
): RunRecord {
  if (!isTraining(setup)) throw new Error('a computation has no curve')
  const { train } = setup.dataset.take
  return {
    ...{ key, setup, seed, data, status: 'finished', curve },
    engine: { ...engine, device: 'a processor', memory: 0, threads: 1 },
    parameters: workOf(builtinRegistry, setup).parameters,
    stepsPerEpoch: Math.ceil(train / setup.training.batch),
    trainExamples: train,
    provenance: {
      ...{ genspec: '0.0.0', node: 'v20.0.0', platform: 'linux x64', processor: 'a processor' },
      ...{ label, spec, environment: {}, rerun: `genspec rerun ${key.slice(0, 10)}` },
      startedAt: '2026-01-02T03:04:05.000Z',
      seconds: 2 + (curve.at(-1)?.epoch ?? 0),
      setupSeconds: 2,
      peakMemory: 300e6,
    },
    ...changes,
  }
}

/** A curve that rises to these accuracies by its last epoch. */
export function curveTo(trainAccuracy: number, testAccuracy: number, epochs = 10): Evaluation[] {
  return Array.from({ length: epochs }, (_, index) => {
    const share = (index + 1) / epochs
    return {
      epoch: index + 1,
      trainAccuracy: trainAccuracy * share,
      trainLoss: 2.3 * (1 - share) + 0.01,
      testAccuracy: testAccuracy * share,
      testLoss: 2.3 * (1 - share) + 0.5,
    }
  })
}
