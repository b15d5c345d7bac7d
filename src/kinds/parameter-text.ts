/** @file Descriptions and examples of a parameter's values. */

import type { Parameter } from './parameter.js'

/** Describes the values that a parameter takes. */
export function expectation(parameter: Parameter): string {
  switch (parameter.type) {
    case 'integer':
      return 'an integer'
    case 'number':
      return 'a number'
    case 'fraction':
      return 'a fraction such as `40%`'
    case 'size':
      return 'a size such as `28x28`'
    case 'matrix':
      return 'rows of numbers such as `[[90%, 10%], [20%, 80%]]`'
    case 'numbers':
      return 'numbers such as `[150, 225]`'
    case 'text':
    case 'path':
      return 'a text in quotes'
    case 'flag':
      return '`on` or `off`'
    case 'choice':
      return parameter.values.map((value) => `\`${value}\``).join(' or ')
  }
}

/** A value for an example. */
export function sample(parameter: Parameter): string {
  switch (parameter.type) {
    case 'integer':
      return '1'
    case 'number':
      return '0.1'
    case 'fraction':
      return '40%'
    case 'size':
      return '28x28'
    case 'matrix':
      return '[[90%, 10%], [20%, 80%]]'
    case 'numbers':
      return '[150, 225]'
    case 'text':
    case 'path':
      return '"…"'
    case 'flag':
      return ''
    case 'choice':
      return parameter.values[0] ?? ''
  }
}
