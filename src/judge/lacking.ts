/**
 * @file Missing numbers: those that claims need and a finished run's record lacks, so that the run is repeated.
 */

import { measure } from '../kinds/measure.js'
import type { Registry } from '../kinds/registry.js'
import type { ObservedRun } from './run-result.js'

/** The numbers that claims need from a run, beyond those that every run has. */
export interface Asked {
  /** The rank of the correct class of each test example. */
  withTestRanks?: true
  /** Metrics of a trainer's run, which its program may not have reported. */
  measures?: readonly string[]
}

/** @returns a clause that names the missing number, or undefined if the record has all of them */
export function lackOf(
  registry: Registry,
  record: ObservedRun,
  { withTestRanks, measures = [] }: Asked,
): string | undefined {
  if (record.status !== 'finished') return undefined
  if (withTestRanks && record.testRanks === undefined) return withoutRanks
  // An evaluation has NaN for built-in metrics that a trainer does not report.
  const missing = measures.find((metric) => Number.isNaN(measure(registry, record, metric) ?? NaN))
  return missing && withoutMeasure(missing)
}

const withoutRanks = 'its record does not say which test images it is right about'

/** @param metric a metric that the run's trainer declares */
export const withoutMeasure = (metric: string): string =>
  `it was run before its trainer measured ${metric}`
