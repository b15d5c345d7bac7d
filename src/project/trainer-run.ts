/** @file A run of a trainer that no claim asks for: with its defaults, or settings of the command line. */

import { check } from '../check/check.js'
import { armsOf } from '../claims/expectation.js'
import type { Diagnostic } from '../diagnostics/diagnostic.js'
import { outside } from '../engine/engine.js'
import { measureNames } from '../kinds/trainer.js'
import { parse } from '../language/parse.js'
import { type PlannedRun, makeRun } from '../plan/plan.js'
import type { Project } from './project.js'
import { SpecError } from './spec-error.js'
import { UsageError } from './spec-files.js'

/**
 * @param settings in the words of a spec: `width 16 dropout on`
 * @throws UsageError where there is no such trainer, SpecError where a setting is wrong
 */
export async function trainerRun(
  { registry }: Project,
  name: string,
  settings?: string,
): Promise<PlannedRun> {
  const trainer = registry.find('trainer', name)
  if (trainer === undefined) {
    const known = registry.all('trainer').map((one) => one.name)
    const which = known.length === 0 ? 'it declares none' : `known: ${known.join(', ')}`
    throw new UsageError(`the genspec config has no trainer \`${name}\`; ${which}`)
  }
  if (trainer.reads !== undefined) {
    throw new UsageError(
      `trainer \`${name}\` reads runs that were made elsewhere; there is nothing to run`,
    )
  }
  const given = settings === undefined ? '' : ` with ${settings}`
  const [measure = ''] = measureNames(trainer)
  const text = `claim short {\n  run ${name}${given} over 1 seed\n  expect ${measure} > 0\n}\n`
  const found: Diagnostic[] = []
  const report = (diagnostic: Diagnostic) => void found.push(diagnostic)
  const { claims } = check([parse({ path: '--with', text }, report)], registry, report)
  if (found.some(({ severity }) => severity === 'error')) throw new SpecError(found)
  const [arm] = claims.flatMap((claim) => claim.expectations.flatMap(armsOf))
  const run = arm && (await makeRun(registry, outside, arm, 0, '--trainer'))
  if (run === undefined || 'reason' in run) throw new Error('internal: a trainer has no run')
  return run
}
