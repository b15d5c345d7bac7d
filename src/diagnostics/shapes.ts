/** @file Diagnostics about shapes: GS3xxx. */

import type { Diagnostic } from './diagnostic.js'
import type { Source, Span } from './source.js'

export function shapeMismatch(
  source: Source,
  span: Span,
  layer: string,
  reason: string,
  input: string,
): Diagnostic {
  return {
    code: 'GS3001',
    severity: 'error',
    source,
    span,
    message: `\`${layer}\` ${reason}`,
    label: `its input is ${input}`,
  }
}

export function wrongOutput(
  source: Source,
  span: Span,
  output: string,
  classes: number,
): Diagnostic {
  return {
    code: 'GS3002',
    severity: 'error',
    source,
    span,
    message: `the model ends with ${output} and the dataset has ${classes} classes`,
    help: 'end it with `dense classes`',
  }
}

export function wrongParameterCount(
  source: Source,
  span: Span,
  expected: string,
  counted: string,
): Diagnostic {
  return {
    code: 'GS3003',
    severity: 'error',
    source,
    span,
    message: `the model has ${counted} parameters, not ${expected}`,
  }
}
