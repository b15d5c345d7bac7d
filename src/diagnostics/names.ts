/** @file Diagnostics about names, kinds, values and units: GS2xxx. */

import type { Diagnostic } from './diagnostic.js'
import type { Source, Span } from './source.js'
import { suggestion } from './suggest.js'

function error(
  code: string,
  source: Source,
  span: Span,
  message: string,
  help?: string,
): Diagnostic {
  return { code, severity: 'error', source, span, message, ...(help !== undefined && { help }) }
}

/** `what` is the category of what was looked for: `model`, `layer`, `metric`. */
export function unknownName(
  source: Source,
  span: Span,
  what: string,
  name: string,
  known: readonly string[],
): Diagnostic {
  const help =
    suggestion(name, known) ?? (known.length === 0 ? `no ${what} is declared` : undefined)
  return error('GS2001', source, span, `unknown ${what} \`${name}\``, help)
}

export function duplicateDeclaration(
  source: Source,
  span: Span,
  what: string,
  name: string,
): Diagnostic {
  return error(
    'GS2002',
    source,
    span,
    `${what} \`${name}\` is declared twice`,
    'rename one of them',
  )
}

export function missingName(source: Source, span: Span, what: string): Diagnostic {
  return error('GS2003', source, span, `this ${what} has no name`, `write \`${what} NAME { … }\``)
}

/** `where` names what the word stands in: `optimizer sgd`, `dataset`. */
export function unexpectedWord(
  source: Source,
  span: Span,
  word: string,
  where: string,
  known: readonly string[],
): Diagnostic {
  const message = `\`${word}\` is not a setting of ${where}`
  return error('GS2004', source, span, message, suggestion(word, known))
}

export function missingSetting(
  source: Source,
  span: Span,
  setting: string,
  where: string,
  example: string,
): Diagnostic {
  const message = `${where} needs \`${setting}\``
  return error('GS2005', source, span, message, `for example \`${example}\``)
}

export function wrongValue(
  source: Source,
  span: Span,
  setting: string,
  expected: string,
  found: string,
): Diagnostic {
  return error('GS2006', source, span, `${setting} takes ${expected}, not \`${found}\``)
}

export function outOfRange(
  source: Source,
  span: Span,
  setting: string,
  range: string,
  found: string,
): Diagnostic {
  return error('GS2007', source, span, `${setting} must be ${range}, not ${found}`)
}

export function mixedUnits(source: Source, span: Span, message: string, help: string): Diagnostic {
  return error('GS2008', source, span, message, help)
}

export function circularDerivation(source: Source, span: Span, name: string): Diagnostic {
  const help = 'a declaration cannot be derived from itself, directly or through others'
  return error('GS2009', source, span, `\`${name}\` is derived from itself`, help)
}

export function misplacedStatement(
  source: Source,
  span: Span,
  statement: string,
  where: string,
): Diagnostic {
  return error('GS2010', source, span, `\`${statement}\` has no meaning in a ${where}`)
}

export function repeatedStatement(
  source: Source,
  span: Span,
  statement: string,
  where: string,
): Diagnostic {
  const help = 'keep one of them'
  return error('GS2011', source, span, `this ${where} has more than one \`${statement}\``, help)
}

export function unreadableFile(
  source: Source,
  span: Span,
  path: string,
  reason: string,
): Diagnostic {
  return error('GS2012', source, span, `cannot use \`${path}\`: ${reason}`)
}
