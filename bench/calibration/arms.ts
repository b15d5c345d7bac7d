/** @file Distributions of an arm's measurements: counts, times and ties, each with its true mean. */

import { distributions } from '../../src/statistics/distributions.js'
import type { Possible } from '../../src/judge/possible.js'
import type { RandomStream } from '../../src/random/key.js'
import { shareDeviation, stepDeviation, timeDeviation } from '../../src/statistics/resolution.js'

export interface MeasuredArm {
  name: string
  mean: number
  /** The mean of the logarithm. */
  meanLog: number
  draw(stream: RandomStream): Possible
}

/** A value and its probability. */
type Probable = readonly [value: number, probability: number]

/** @param hidden the least standard deviation that the judge assumes for a value */
function discrete(
  name: string,
  values: readonly Probable[],
  hidden: (value: number) => number,
): MeasuredArm {
  const mean = values.reduce((sum, [value, probability]) => sum + probability * value, 0)
  const meanLog = values.reduce((sum, [value, of]) => sum + of * Math.log(value), 0)
  const draw = (stream: RandomStream) => {
    let left = stream.uniform()
    const [value] = values.find(([, probability]) => (left -= probability) < 0) ?? [mean]
    return { low: value, high: value, error: 0, hidden: hidden(value) }
  }
  return { name, mean, meanLog, draw }
}

/** The accuracy on images, each of which is classified correctly with the same probability in each seed. */
export function accuracy(probability: number, images: number): MeasuredArm {
  const wrong = 1 - probability
  let likelihood = probability ** images
  const values: Probable[] = []
  for (let errors = 0; errors <= images; errors++) {
    values.push([1 - errors / images, likelihood])
    likelihood *= ((images - errors) / (errors + 1)) * (wrong / probability)
  }
  const name = `${Number((100 * probability).toPrecision(6))}% of ${images.toLocaleString('en-US')}`
  return discrete(name, values, (value) => shareDeviation(value, images))
}

/** A number of epochs, with an evaluation after each. */
export function epochs(name: string, values: readonly Probable[]): MeasuredArm {
  return discrete(name, values, (value) => timeDeviation(value, 1))
}

/** Ten epochs and an exponential time with this mean, rounded to epochs. */
export function waiting(mean: number): MeasuredArm {
  const values = Array.from({ length: 40 * mean }, (_, index): Probable => [
    11 + index,
    Math.exp(-index / mean) - Math.exp(-(index + 1) / mean),
  ])
  return epochs(`10 + exponential(${mean})`, values)
}

/** A time that exceeds t with a probability that falls as a power of t, rounded to epochs. */
export function pareto(least: number, power: number): MeasuredArm {
  const above = (time: number) => (least / time) ** power
  const values = Array.from({ length: 500 * least }, (_, index): Probable => {
    const time = least + index
    return [time + 1, above(time) - above(time + 1)]
  })
  return epochs(`Pareto(${least}, ${power})`, values)
}

/** A log-normal time with this median, rounded to epochs. */
export function logNormal(median: number, deviation: number): MeasuredArm {
  const { normalCdf } = distributions()
  const below = (time: number) => normalCdf(Math.log(time / median), 0, deviation)
  const values = Array.from({ length: 100 * median }, (_, index): Probable => [
    index + 1,
    below(index + 1) - (index === 0 ? 0 : below(index)),
  ])
  return epochs(`log-normal(${median}, ${deviation})`, values)
}

/** A normal value that is measured in integer steps. */
export function rounded(at: number, deviation: number): MeasuredArm {
  const { normalCdf } = distributions()
  const below = (value: number) => normalCdf(value, at, deviation)
  const first = Math.floor(at - 8 * deviation)
  const values = Array.from({ length: Math.ceil(16 * deviation) + 2 }, (_, index): Probable => {
    const value = first + index
    return [value, below(value + 0.5) - below(value - 0.5)]
  })
  return discrete(`normal(${at}, ${deviation}), rounded`, values, () => stepDeviation(1))
}
