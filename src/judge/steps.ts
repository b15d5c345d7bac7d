/** @file The steps of a trend as evidence, with the test that decides the verdict. */

import type { Region } from '../claims/region.js'
import { type Sample, halfWidth } from '../statistics/student.js'
import { intervalOf, rangeOf } from './evidence.js'
import { type Question, pointsOf } from './question.js'
import { type SeedValues, samplesOf, testedValues } from './seed-values.js'
import type { Tested } from './tested.js'
import { type Step, toExtended } from './verdict.js'

/** The steps of a claim about the mean, with the intervals of their tests. */
export function testedSteps(tested: Tested): Step[] {
  const { question, samples, alpha, failAlpha, tests } = tested
  const decided = decidingTest(tested)
  return stepsOf(question, samples, decided).map((step, index) => {
    const sample = samples[index] as Sample
    const [interval, failing] = [alpha, failAlpha].map((level) => intervalOf(sample, level))
    return { ...step, ...(interval && { interval }), ...(tests > 1 && failing && { failing }) }
  })
}

/** The steps of a claim about each seed; the deciding step goes furthest against the trend in any seed. */
export function stepsOfSeeds(question: Question, seeds: readonly SeedValues[]): Step[] {
  const values = seeds.map(({ sides }) => testedValues(question, sides))
  const room = question.regions.map(({ low }, index) =>
    Math.min(...values.map((each) => (each[index] as number) - low)),
  )
  return stepsOf(question, samplesOf(question, seeds), room.indexOf(Math.min(...room)))
}

/** The index of the test whose bound is furthest on the wrong side. */
export function decidingTest({ question, samples, decision, n, alpha, failAlpha }: Tested): number {
  const sign = decision === 'fail' ? 1 : -1
  const level = decision === 'fail' ? failAlpha : alpha
  const room = samples.map((sample, index) => {
    const { low } = question.regions[index] as Region
    if (!Number.isFinite(sample.mean)) return -Infinity
    const width = n === 1 || sample.spread === 0 ? 0 : halfWidth(sample, level)
    return sample.mean + sign * width - low
  })
  return room.indexOf(Math.min(...room))
}

/** @param decided the index of the deciding test; the whole rise comes after the steps */
function stepsOf(question: Question, samples: readonly Sample[], decided: number): Step[] {
  return samples.slice(0, -1).map(({ mean }, index) => {
    const [from, to] = pointsOf(question, index)
    return {
      ...{ from, to, estimate: toExtended(mean) },
      acceptance: rangeOf(question.regions[index] as Region),
      ...(index === decided && { decided: true as const }),
    }
  })
}
