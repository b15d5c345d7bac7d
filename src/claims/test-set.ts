/** @file The measurements that are means over test examples, and the examples that they are means over. */

import { stringify } from 'safe-stable-stringify'
import type { Registry } from '../kinds/registry.js'
import { type Case, expressionsIn } from './expectation.js'
import { type Measurement, measurementsIn } from './expression.js'
import { isTraining } from './setup.js'

/** The test examples of a share. */
export interface TestExamples {
  /** Equal for measurements on the same images in the same order. */
  name: string
  count: number
}

/** Undefined if it is not a share of test examples. */
export function testExamplesOf(
  registry: Registry,
  { metric, arm }: Measurement,
): TestExamples | undefined {
  const { split, ofExamples } = registry.find('metric', metric) ?? {}
  if (!isTraining(arm.setup) || split !== 'test' || !ofExamples) return undefined
  const { source, path, classes, take } = arm.setup.dataset
  const name = String(stringify({ source, path, classes, test: take.test, by: take.by }))
  return { name, count: take.test }
}

/**
 * The measurements that share their images with another of the list, so that they can be compared image by
 * image.
 */
export function onSameImages(
  registry: Registry,
  measurements: readonly Measurement[],
): Measurement[] {
  const names = measurements.map((one) => testExamplesOf(registry, one)?.name)
  return measurements.filter(
    (_, index) =>
      names[index] !== undefined &&
      names.some((name, other) => other !== index && name === names[index]),
  )
}

/** The measurements that a claim beyond the test set compares example by example. */
export function comparedByExample(registry: Registry, one: Case): Measurement[] {
  return onSameImages(registry, expressionsIn(one).flatMap(measurementsIn))
}
