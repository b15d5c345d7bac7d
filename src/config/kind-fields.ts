/** @file What a kind of each category has to have, for kinds that no compiler has looked at. */

import type { Parameter } from '../kinds/parameter.js'
import type { Category, Kind } from '../kinds/registry.js'

type KindOf<C extends Category> = Extract<Kind, { category: C }>

type Need<Field> = undefined extends Field ? 'optional' : 'required'

/** The functions of a category, each named: the compiler finds what is missing here. */
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
}

const isFlag = (value: unknown) => typeof value === 'boolean'
const isWords = (value: unknown) => typeof value === 'string' && value.trim() !== ''
const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** A field that is no function: how it can be, and that in words. */
type Field = readonly [holds: (value: unknown) => boolean, words: string]

/** The compiler finds what is missing here. */
const parameterTypes: Record<Parameter['type'], true> = {
  ...{ number: true, integer: true, fraction: true, size: true, numbers: true, matrix: true },
  ...{ choice: true, text: true, path: true, flag: true },
}

const parameter: Field = [
  (value) => isObject(value) && Object.hasOwn(parameterTypes, String(value['type'])),
  'made by `number`, `integer`, `choice` or the like',
]

const shared: Record<string, Field> = {
  name: [isWords, 'the name that a spec writes'],
  summary: [isWords, 'one line that says what it does'],
  parameters: [isObject, 'an object of parameters; `{}` for none'],
}

const unit: Field = [isWords, "'fraction', 'points', 'number' or words of its own"]

const particular: Partial<Record<Category, Record<string, Field>>> = {
  preprocessing: { endsImage: [isFlag, 'true or false'] },
  loss: { smooth: [isFlag, 'true or false'] },
  metric: { unit },
  computation: {
    on: [
      (value) => ['dataset', 'points', 'nothing'].includes(String(value)),
      "'dataset', 'points' or 'nothing'",
    ],
    measures: [
      (value) =>
        isObject(value) &&
        Object.values(value).every(
          (one) => isObject(one) && isWords(one['summary']) && isWords(one['unit']),
        ),
      'an object with the `summary` and the `unit` of each measure',
    ],
  },
}

/** What is wrong with a kind, a line for each field; nothing where it can be used. */
export function faultsOf(kind: unknown): string[] {
  if (!isObject(kind) || !Object.hasOwn(functionsOf, String(kind['category']))) {
    return ['is not made by `defineLayer` or one of its like']
  }
  const category = kind['category'] as Category
  const fields = Object.entries({ ...shared, ...particular[category] })
  const parameters = Object.entries(isObject(kind['parameters']) ? kind['parameters'] : {})
  const functions = Object.entries<string>(functionsOf[category])
  return [
    ...fields.flatMap(([name, field]) => faultOf(name, kind[name], field)),
    ...parameters.flatMap(([name, value]) => faultOf(`parameters.${name}`, value, parameter)),
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
  return `is ${value === '' ? 'empty' : Array.isArray(value) ? 'a list' : `of type ${typeof value}`}`
}
