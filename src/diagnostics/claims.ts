/** @file Diagnostics about claims, experiments and profiles: GS25xx. */

import type { Diagnostic } from './diagnostic.js'
import type { Source, Span } from './source.js'

/** A swept variable has no value where an arm depends on it. */
export function openVariable(
  source: Source,
  span: Span,
  variable: string,
  points: readonly string[],
): Diagnostic {
  return {
    code: 'GS2501',
    severity: 'error',
    source,
    span,
    message: `this measurement depends on the swept \`${variable}\`, which has no value here`,
    help: `add \`for every ${variable}\`, or choose a point: \`at ${variable} = ${points[0] ?? ''}\``,
  }
}

export function unknownPoint(
  source: Source,
  span: Span,
  variable: string,
  found: string,
  points: readonly string[],
): Diagnostic {
  return {
    code: 'GS2502',
    severity: 'error',
    source,
    span,
    message: `\`${variable}\` is never ${found}`,
    help: `the sweep's points are ${points.join(', ')}`,
  }
}

export function notSwept(
  source: Source,
  span: Span,
  variable: string,
  known: string[],
): Diagnostic {
  const list = known.map((one) => `\`${one}\``).join(', ')
  return {
    code: 'GS2503',
    severity: 'error',
    source,
    span,
    message: `nothing sweeps \`${variable}\` here`,
    help:
      known.length > 0
        ? `swept here: ${list}`
        : `add \`sweep ${variable} from 0% to 100% step 10%\`, or \`over\` an experiment that has it`,
  }
}
