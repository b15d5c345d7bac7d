/** @file The shape of a record: the types of its fields, and the ranges of their values. */

import {
  type Validator,
  anything,
  dictionary,
  either,
  fields,
  flag,
  list,
  number,
  nullOr,
  oneOf,
  text,
} from '../files/validator.js'

const count = number({ min: 0, whole: true })
const positive = number({ min: 1, whole: true })
const seconds = number({ min: 0 })
/** JSON has neither NaN nor infinite numbers; they are written as null, and count as absent. */
const measured = (range: Parameters<typeof number>[0]) => nullOr(number(range))
const share = measured({ min: 0, max: 1 })
const norm = measured({ min: 0 })
const loss = measured({})

/** In the form of ISO 8601 that JavaScript writes. */
const date: Validator = (value) =>
  typeof value === 'string' && !Number.isNaN(Date.parse(value)) ? undefined : ' is not a date'

const application = fields({ kind: text, parameters: dictionary(anything) })

const dataset = fields(
  {
    source: application,
    take: fields({ train: count, test: count }),
    preprocessing: list(application),
  },
  { path: text },
)

const training = fields({
  optimizer: application,
  rate: fields({ initial: number() }),
  batch: positive,
  stop: fields(
    { conditions: list(fields({ metric: text, value: number() })), epochs: positive },
    { steps: positive },
  ),
  evaluateEvery: positive,
})

const steps = list(application)
const trained = fields({ dataset, corruption: steps, model: steps, training })
const computed = fields(
  { computation: application, corruption: steps },
  { points: application, dataset },
)
const computes = fields({ computation: anything })
const trains = fields({ trainer: anything })
const outside = fields(
  { trainer: application },
  {
    command: list(text),
    sources: dictionary(text),
    environment: dictionary(text),
    reads: text,
    columns: dictionary(fields({ column: text }, { percent: flag })),
  },
)

const setup: Validator = (value) => {
  if (trains(value) === undefined) return outside(value)
  return (computes(value) === undefined ? computed : trained)(value)
}

/** The curve by columns, as in the file. */
const curve = fields(
  {},
  {
    epoch: list(positive),
    step: list(positive),
    trainAccuracy: list(share),
    testAccuracy: list(share),
    onlineAccuracy: list(share),
    trainLoss: list(loss),
    testLoss: list(loss),
    onlineLoss: list(loss),
    weightNorm: list(norm),
    layerNorms: list(nullOr(list(norm))),
    gradientNorm: list(norm),
    trainTopAccuracies: list(nullOr(list(share))),
    testTopAccuracies: list(nullOr(list(share))),
    values: list(nullOr(dictionary(measured({})))),
    epochs: list(nullOr(positive)),
  },
)

export const recordShape: Validator = fields(
  {
    key: text,
    setup,
    seed: count,
    data: text,
    engine: fields(
      {
        name: text,
        version: text,
        numerics: dictionary(either(either(text, number()), flag)),
        device: text,
        memory: number({ min: 0 }),
        threads: count,
      },
      { deterministic: flag },
    ),
    status: oneOf('finished', 'diverged', 'stopped'),
    curve,
    stepsPerEpoch: count,
    trainExamples: count,
    parameters: count,
    provenance: fields(
      {
        genspec: text,
        node: text,
        platform: text,
        processor: text,
        label: text,
        spec: text,
        environment: dictionary(text),
        rerun: text,
        startedAt: date,
        seconds,
        setupSeconds: seconds,
        peakMemory: number({ min: 0 }),
      },
      {
        dataNotes: list(text),
        git: fields({ commit: text }, { dirty: text }),
        retriedAfter: text,
        trainer: fields({ command: list(text), environment: dictionary(text) }),
        resumedAfter: seconds,
      },
    ),
  },
  {
    log: text,
    reason: text,
    testRanks: text,
    values: dictionary(measured({})),
    weightNorms: dictionary(norm),
  },
)
