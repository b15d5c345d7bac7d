/** @file The required fields of kinds by category, for kinds that no compiler has checked. */

import type { Parameter } from '../kinds/parameter.js'
import type { Category, Kind } from '../kinds/registry.js'

type KindOf<C extends Category> = Extract<Kind, { category: C }>

type Need<Field> = undefined extends Field ? 'optional' : 'required'

/** The functions of a category by name; the type makes a missing entry a compile error. */
type Functions<K> = {
  [F in keyof K as NonNullable<K[F]> extends (...given: never[]) => unknown ? F : never]-?: Need<
    K[F]
  >
}

export const functionsOf: { [C in Category]: Functions<KindOf<C>> } = {
  layer: {
    outputShape: 'required',
    weights: 'required',
    multiplyAdds: 'optional',
    apply: 'required',
  },
  combination: { outputShape: 'required', apply: 'required' },
  dataset: { describe: 'required', locate: 'required', load: 'required' },
  preprocessing: { outputShape: 'required', prepare: 'required' },
  'corruption step': {
    misfit: 'optional',
    idle: 'optional',
    relabel: 'optional',
    repaint: 'optional',
  },
  computation: { work: 'required', compute: 'required' },
  points: { size: 'required', draw: 'required' },
  optimizer: { create: 'required' },
  loss: { apply: 'required' },
  augmentation: { outputShape: 'required', apply: 'required' },
  schedule: { factor: 'required' },
  metric: { value: 'required', ofExample: 'optional' },
  trainer: { command: 'optional', data: 'optional' },
}

const isFlag = (value: unknown) => typeof value === 'boolean'
const isWords = (value: unknown) => typeof value === 'string' && value.trim() !== ''
/** Text without control characters. */
const isPlain = (value: unknown) => isWords(value) && !/\p{C}/u.test(String(value))
const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const isSeconds = (value: unknown) =>
  typeof value === 'number' && value > 0 && value < 2 ** 31 / 1000
const isWordList = (value: unknown): value is string[] =>
  Array.isArray(value) && value.every(isWords)

/** The grammar's rule for names: letters, digits, `_` and inner hyphens. */
const namePattern = String.raw`\p{L}(?:[\p{L}\d_]|-[\p{L}\d])*`
const isName = (value: unknown) =>
  typeof value === 'string' && new RegExp(`^${namePattern}$`, 'u').test(value)

/** The words that end a metric's name in a spec, as in the grammar's rule `reserved`. */
const reserved = new Set(
  'under of within without with on at increases in for over or times decreases beyond'.split(' '),
)
const isMetricName = (value: unknown) =>
  typeof value === 'string' && value.split(' ').every((word) => isName(word) && !reserved.has(word))

/** A field that is not a function: a test of its value, and the expected value as text. */
type Field = readonly [holds: (value: unknown) => boolean, words: string]

/** The type makes a missing entry a compile error. */
const parameterTypes: Record<Parameter['type'], true> = {
  ...{ number: true, integer: true, fraction: true, size: true, numbers: true, matrix: true },
  ...{ choice: true, text: true, path: true, flag: true },
}

const parameter: Field = [
  (value) => isObject(value) && Object.hasOwn(parameterTypes, String(value['type'])),
  'made by `number`, `integer`, `choice` or the like',
]

const shared: Record<string, Field> = {
  name: [isName, 'a name that a spec can write: letters, digits, `_` and inner hyphens'],
  summary: [isWords, 'one line that says what it does'],
  parameters: [isObject, 'an object of parameters; `{}` for none'],
}

const metricName: Field = [
  isMetricName,
  'words that a spec can write, without `with`, `under` and the like: `half acc`',
]
const unit: Field = [isPlain, "'fraction', 'points', 'number' or words of its own"]

const particular: Partial<Record<Category, Record<string, Field>>> = {
  preprocessing: { endsImage: [isFlag, 'true or false'] },
  loss: { smooth: [isFlag, 'true or false'] },
  metric: { name: metricName, unit },
  computation: {
    on: [
      (value) => ['dataset', 'points', 'nothing'].includes(String(value)),
      "'dataset', 'points' or 'nothing'",
    ],
    measures: [
      (value) =>
        isObject(value) &&
        Object.keys(value).every(isMetricName) &&
        Object.values(value).every(
          (one) => isObject(one) && isWords(one['summary']) && isPlain(one['unit']),
        ),
      'an object with the `summary` and the `unit` of each measure, under names that a spec can write',
    ],
  },
}

const optional =
  (holds: (value: unknown) => boolean) =>
  (value: unknown): boolean =>
    value === undefined || holds(value)

const isOwnMeasure = (value: unknown) =>
  isObject(value) && isMetricName(value['name']) && isPlain(value['unit'])

/** Fields of a trainer; `measures` and `under` are checked again with the metrics. */
const trainer: Record<string, Field> = {
  measures: [
    (value) =>
      Array.isArray(value) &&
      value.length > 0 &&
      value.every((one) => isMetricName(one) || isOwnMeasure(one)),
    "a list of names of metrics and of measures such as `own('ece', 'fraction')`",
  ],
  sources: [
    optional((value) => isWordList(value) && value.length > 0),
    "a list of globs such as `['train.py', 'models/**']`",
  ],
  reads: [optional(isWords), "the name of a file such as 'runs/{width}-{seed}.csv'"],
  columns: [
    optional(
      (value) =>
        isObject(value) &&
        Object.values(value).every(
          (one) => isWords(one) || (isObject(one) && isWords(one['column'])),
        ),
    ),
    "an object of names of columns: { 'test acc': 'val_accuracy' }",
  ],
  under: [optional(isWordList), 'a list of names of parameters'],
  environment: [
    optional(
      (value) => isObject(value) && Object.values(value).every((one) => typeof one === 'string'),
    ),
    'an object of texts',
  ],
  writes: [
    optional(
      (value) =>
        isWords(value) && /^[\w.-]+$/.test(String(value)) && !String(value).startsWith('.'),
    ),
    'the name of a file',
  ],
  timeLimit: [optional(isSeconds), 'a number of seconds'],
  grace: [optional(isSeconds), 'a number of seconds'],
}

/** The mistakes in a kind, a line for each field; empty if it can be used. */
export function faultsOf(kind: unknown): string[] {
  if (!isObject(kind) || !Object.hasOwn(functionsOf, String(kind['category']))) {
    return ['is not made by `defineLayer` or one of its like']
  }
  const category = kind['category'] as Category
  const own = category === 'trainer' ? trainer : particular[category]
  const fields = Object.entries({ ...shared, ...own })
  const parameters = Object.entries(isObject(kind['parameters']) ? kind['parameters'] : {})
  const functions = Object.entries<string>(functionsOf[category])
  return [
    ...fields.flatMap(([name, field]) => faultOf(name, kind[name], field)),
    ...parameters.flatMap(([name, value]) =>
      isName(name)
        ? faultOf(`parameters.${name}`, value, parameter)
        : [`\`parameters\` has the name ${JSON.stringify(name)}, which no spec can write`],
    ),
    ...functions.flatMap(([name, need]) => {
      const value = kind[name]
      if (typeof value === 'function' || (need === 'optional' && value === undefined)) return []
      return [`\`${name}\` ${isOrLacks(value)}; it must be a function`]
    }),
    ...(category === 'corruption step' && !kind['relabel'] && !kind['repaint']
      ? ['changes nothing; give it `relabel` or `repaint`']
      : []),
  ]
}

function faultOf(name: string, value: unknown, [holds, words]: Field): string[] {
  return holds(value) ? [] : [`\`${name}\` ${isOrLacks(value)}; it must be ${words}`]
}

function isOrLacks(value: unknown): string {
  if (value === undefined) return 'is missing'
  if (typeof value === 'string') return value === '' ? 'is empty' : `is ${JSON.stringify(value)}`
  return `is ${Array.isArray(value) ? 'a list' : `of type ${typeof value}`}`
}
