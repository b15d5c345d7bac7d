/**
 * @file Guards around the functions of a project's kinds: exceptions and invalid results become errors that
 * name the kind.
 */

import { inspect } from 'node:util'
import { EngineError } from '../engine/error.js'
import { DataError } from '../kinds/dataset.js'
import { ShapeError } from '../kinds/shape.js'
import { KindError } from '../kinds/kind-error.js'
import type { LayerKind } from '../kinds/layer.js'
import type { Kind } from '../kinds/registry.js'
import { projectPlace } from './blame.js'
import { functionsOf } from './kind-fields.js'

/** A test of a function's result, and the expected result as text; `later` if it can be a promise. */
type Result = readonly [holds: (value: unknown) => boolean, words: string, later?: 'later']

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null
const isAmount = (value: unknown) =>
  typeof value === 'number' && Number.isFinite(value) && value >= 0
const isShape = (value: unknown) =>
  Array.isArray(value) &&
  value.length > 0 &&
  value.every((length) => Number.isSafeInteger(length) && length > 0)
const isTensor = (value: unknown) => isObject(value) && 'dataId' in value && 'shape' in value

const shape: Result = [isShape, 'a shape such as [28, 28, 1]']
const tensor: Result = [isTensor, 'a tensor']
const amounts = (...names: string[]): Result => [
  (value) => isObject(value) && names.every((name) => isAmount(value[name])),
  `numbers from 0: { ${names.join(', ')} }`,
]

/** Tests by category and function; functions without an entry may return anything. */
const results: Record<string, Record<string, Result>> = {
  layer: {
    outputShape: shape,
    weights: [
      (value) =>
        isObject(value) &&
        Object.values(value).every(
          (one) => isObject(one) && isShape(one['shape']) && isObject(one['initializer']),
        ),
      'an object with the `shape` and the `initializer` of each weight; `{}` for none',
    ],
    multiplyAdds: [isAmount, 'a number from 0'],
    apply: tensor,
  },
  combination: { outputShape: shape, apply: tensor },
  preprocessing: { outputShape: shape },
  augmentation: {
    outputShape: shape,
    apply: [
      (value) =>
        isObject(value) && isShape(value['shape']) && value['pixels'] instanceof Float32Array,
      'an image: { shape, pixels }',
    ],
  },
  dataset: {
    describe: [
      (value) =>
        isObject(value) &&
        isShape(value['shape']) &&
        Array.isArray(value['classes']) &&
        isObject(value['examples']),
      'a description: { shape, classes, examples: { train, test } }',
    ],
    locate: [
      (value) =>
        isObject(value) &&
        (value['found'] === true
          ? typeof value['folder'] === 'string' && typeof value['fingerprint'] === 'string'
          : value['found'] === false && typeof value['reason'] === 'string'),
      '{ found: true, folder, fingerprint } or { found: false, reason, help }',
      'later',
    ],
    load: [
      (value) => isObject(value) && isObject(value['train']) && isObject(value['test']),
      'the splits: { train, test }',
      'later',
    ],
  },
  computation: {
    work: amounts('flops', 'memory'),
    compute: [isObject, 'an object with a number for each measure', 'later'],
  },
  points: { size: amounts('count', 'dimension'), draw: [isObject, 'points'] },
  optimizer: {
    create: [
      (value) =>
        isObject(value) && Array.isArray(value['slots']) && typeof value['update'] === 'function',
      'an optimizer: { slots, update }',
    ],
  },
  loss: { apply: tensor },
  schedule: {
    factor: [(value) => typeof value === 'number' && Number.isFinite(value), 'a finite number'],
  },
  trainer: {
    command: [
      (value) =>
        Array.isArray(value) &&
        value.length > 0 &&
        value.every((one) => typeof one === 'string' && !one.includes('\0')) &&
        value[0] !== '',
      "a program and its arguments, all of them texts: ['python', 'train.py']",
    ],
    data: [
      (value) =>
        isObject(value) &&
        Object.values(value).every((one) => Number.isSafeInteger(one) && Number(one) > 0),
      'integers of at least 1: { train, test, classes }',
    ],
  },
  metric: {
    value: [(value) => value === undefined || typeof value === 'number', 'a number or nothing'],
  },
}

/**
 * Wraps the functions of a kind.
 * @param owner the kind and its file, for the message of a {@link KindError}
 */
export function guarded(kind: Kind, owner: string): Kind {
  const checked = { ...kind } as unknown as Record<string, unknown>
  for (const name of Object.keys(functionsOf[kind.category])) {
    const called = checked[name]
    const result = results[kind.category]?.[name]
    if (typeof called !== 'function') continue
    const [holds, words] = result ?? [() => true, '']
    const look = (value: unknown) => {
      if (holds(value)) return value
      throw new KindError(`${owner}: \`${name}\` gave ${shown(value)}; it must give ${words}`)
    }
    const fail = (error: unknown): never => {
      throw isSpoken(error) ? error : failure(error, `${owner}: \`${name}\` failed`)
    }
    const later = result === undefined || result[2] === 'later'
    checked[name] = (...given: unknown[]) => {
      try {
        const value: unknown = called.apply(kind, given)
        return later && value instanceof Promise ? value.then(look).catch(fail) : look(value)
      } catch (error) {
        return fail(error)
      }
    }
  }
  const made = checked as unknown as Kind
  return made.category === 'layer' ? withCheckedShape(made, owner) : made
}

/** Errors whose message needs no context, such as that of a device without memory. */
const isSpoken = (error: unknown): boolean =>
  [KindError, DataError, EngineError, ShapeError].some((kind) => error instanceof kind)

function failure(error: unknown, what: string): KindError {
  const reason = error instanceof Error ? error.message : String(error)
  const place = projectPlace(error)
  return new KindError(`${what}: ${reason}${place === undefined ? '' : ` (${place})`}`, {
    cause: error,
  })
}

/**
 * Checks each output of a layer against its declared shape, since otherwise the next layer would fail instead.
 */
function withCheckedShape(layer: LayerKind, owner: string): LayerKind {
  return {
    ...layer,
    apply(context, parameters, weights, input) {
      const output = layer.apply(context, parameters, weights, input)
      const from = input.shape.slice(1)
      const [said, given] = [layer.outputShape(parameters, from), output.shape.slice(1)]
      if (String(said) === String(given)) return output
      throw new KindError(
        `${owner}: for an input of ${shown(from)}, \`outputShape\` says ${shown(said)}, and \`apply\` gives ${shown(given)}`,
      )
    },
  }
}

function shown(value: unknown): string {
  if (value instanceof Promise) return 'a promise'
  return inspect(value, { breakLength: Infinity, depth: 1 }).slice(0, 80)
}
