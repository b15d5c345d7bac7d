/** @file The places in a paper that a claim cites, and the values that the paper reports there. */

import type { Citation, Family, Paper, ReportedValue } from '../../claims/citation.js'
import { misplacedStatement, repeatedStatement, wrongValue } from '../../diagnostics/names.js'
import type * as tree from '../../language/tree.js'
import { familyMethods } from '../../statistics/family.js'
import { webAddress } from '../../text/web-address.js'
import { resolveAlpha } from './alpha.js'
import { type ArmResolver, nothingSelected } from './arm.js'
import type { Context, Place } from './context.js'
import { headOf } from './derivation.js'
import { textOf } from './evaluate.js'
import { resolveExpression } from './expression.js'
import type { Declared } from './scope.js'
import { noVariables } from './variables.js'

export function resolveCitation(place: Place, cites: tree.Cites): Citation | undefined {
  const { text, span } = cites.paper
  const declared = place.scope.resolve('paper', text, { ...place, span })
  return declared && { paper: resolvePaper(place, declared), place: cites.place }
}

const parts = ['title', 'authors', 'venue', 'link', 'family'] as const

export function resolvePaper(context: Context, { name, block, source }: Declared): Paper {
  const { report } = context
  const paper: Paper = { name }
  for (const statement of block.statements) {
    const part = parts.find((one) => one === headOf(statement))
    if (part === undefined || statement.type !== 'setting') {
      report(misplacedStatement(source, statement.span, headOf(statement), 'paper', parts))
      continue
    }
    const [, value, ...rest] = statement.phrases[0]?.items ?? []
    if (paper[part] !== undefined) {
      report(repeatedStatement(source, statement.span, part, 'paper'))
    }
    if (part === 'family') {
      const family = resolveFamily({ ...context, source, variables: noVariables }, statement)
      if (family) paper.family = family
    } else if (value?.type !== 'text' || rest.length > 0 || statement.phrases.length > 1) {
      const found = source.text.slice(statement.span.start, statement.span.end)
      report(wrongValue(source, statement.span, `\`${part}\``, 'one text in quotes', found))
    } else if (part === 'link' && webAddress(value.value) === undefined) {
      const expected = 'a web address, `https://…`, or a DOI, `doi:10.…`'
      report(wrongValue(source, value.span, '`link`', expected, value.value))
    } else {
      paper[part] = value.value
    }
  }
  return paper
}

/** Resolves `family alpha 0.05 by holm`. */
function resolveFamily(place: Place, { phrases, span }: tree.Setting): Family | undefined {
  const { source, report } = place
  const [, alphaWord, item, by, word, ...rest] = phrases[0]?.items ?? []
  const [first, second, named] = [alphaWord, by, word].map((one) =>
    one?.type === 'name' ? one.text : undefined,
  )
  const method = familyMethods.find((one) => one === named)
  const whole = first === 'alpha' && second === 'by' && rest.length === 0 && phrases.length === 1
  if (!whole || method === undefined) {
    const expected = `\`family alpha 0.05 by\` and one of ${familyMethods.join(', ')}`
    report(wrongValue(source, span, '`family`', expected, textOf(source, { span })))
    return undefined
  }
  const alpha = resolveAlpha(place, item, span)
  return alpha === undefined ? undefined : { alpha, method }
}

export function resolveReported(
  place: Place,
  { values }: tree.Reported,
  arms: ArmResolver,
): ReportedValue[] {
  return values.flatMap((value): ReportedValue[] => {
    if (value.type === 'curve') return [{ type: 'curve', name: value.name.text }]
    const { span } = value.measurement
    const resolved = resolveExpression(place, value.value, arms, nothingSelected)
    if (resolved?.type === 'constant') {
      const text = place.source.text.slice(span.start, span.end)
      return [{ type: 'value', text, value: resolved.value, unit: resolved.unit }]
    }
    if (resolved) {
      const found = place.source.text.slice(value.value.span.start, value.value.span.end)
      const expected = 'the number that the paper prints'
      place.report(wrongValue(place.source, value.value.span, '`reported`', expected, found))
    }
    return []
  })
}
