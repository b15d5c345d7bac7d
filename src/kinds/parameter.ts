/** @file Parameters that a kind declares: their types, ranges and defaults, from which checking and help follow. */

export type ParameterValue = number | number[] | number[][] | string | boolean

interface ParameterOptions<T> {
  /** One line for `--help` and the reference. */
  doc: string
  /** Written with its name (`momentum 0.9`) rather than by its place. */
  named?: boolean
  /** The default value; without one, the parameter is required. */
  default?: T
}

interface Range {
  min?: number
  max?: number
}

export interface NumberParameter extends ParameterOptions<number>, Range {
  type: 'number' | 'integer' | 'fraction'
}

/** Height and width; a single number sets both. */
export interface SizeParameter extends ParameterOptions<number[]> {
  type: 'size'
}

/** Several numbers: `[150, 225]`. */
export interface NumbersParameter extends ParameterOptions<number[]> {
  type: 'numbers'
}

export interface ChoiceParameter<T extends string = string> extends ParameterOptions<T> {
  type: 'choice'
  values: readonly T[]
}

/** Rows of numbers or percentages: `[[90%, 10%], [20%, 80%]]`. */
export interface MatrixParameter extends ParameterOptions<number[][]> {
  type: 'matrix'
}

export interface TextParameter extends ParameterOptions<string> {
  type: 'text'
}

/**
 * A file or folder, next to the spec or below `GENSPEC_DATA`; a run depends on its content, not on its path.
 */
export interface PathParameter extends ParameterOptions<string> {
  type: 'path'
}

/** A word that is present or absent: `nesterov`. */
export interface FlagParameter extends ParameterOptions<boolean> {
  type: 'flag'
  named: true
  default: false
}

export type Parameter =
  | NumberParameter
  | SizeParameter
  | NumbersParameter
  | MatrixParameter
  | ChoiceParameter
  | TextParameter
  | PathParameter
  | FlagParameter

/** Parameters by camelCase key; a spec writes the key as words: `weightDecay` is `weight decay`. */
export type Parameters = Record<string, Parameter>

/** The values of a declaration of parameters. */
export type Values<P extends Parameters> = string extends keyof P
  ? Record<string, ParameterValue>
  : { [K in keyof P]: ValueOf<P[K]> }

type ValueOf<P extends Parameter> =
  P extends ChoiceParameter<infer T>
    ? T
    : P extends NumberParameter
      ? number
      : P extends SizeParameter | NumbersParameter
        ? number[]
        : P extends MatrixParameter
          ? number[][]
          : P extends FlagParameter
            ? boolean
            : string

type NumberOptions = ParameterOptions<number> & Range

export const number = (options: NumberOptions): NumberParameter => ({ type: 'number', ...options })

export const integer = (options: NumberOptions): NumberParameter => ({
  type: 'integer',
  ...options,
})

/** Between 0 and 1, written `40%` or `0.4`. */
export const fraction = (options: NumberOptions): NumberParameter => ({
  type: 'fraction',
  min: 0,
  max: 1,
  ...options,
})

export const size = (options: ParameterOptions<number[]>): SizeParameter => ({
  type: 'size',
  ...options,
})

export const numbers = (options: ParameterOptions<number[]>): NumbersParameter => ({
  type: 'numbers',
  ...options,
})

/** One of several choices; a choice may consist of several words. */
export const choice = <const T extends string>(
  values: readonly T[],
  options: ParameterOptions<T>,
): ChoiceParameter<T> => ({ type: 'choice', values, ...options })

export const text = (options: ParameterOptions<string>): TextParameter => ({
  type: 'text',
  ...options,
})

export const matrix = (options: ParameterOptions<number[][]>): MatrixParameter => ({
  type: 'matrix',
  ...options,
})

export const path = (options: ParameterOptions<string>): PathParameter => ({
  type: 'path',
  ...options,
})

export const flag = (options: { doc: string }): FlagParameter => ({
  type: 'flag',
  named: true,
  default: false,
  ...options,
})

/** The spelling of a parameter's key in a spec: `weight decay` for `weightDecay`. */
export function spelling(key: string): string {
  return key.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)
}
