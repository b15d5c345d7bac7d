/** @file What a claim says of its paper: where it is stated, and the values that are reported there. */

import type { Citation, Paper, ReportedValue } from '../../claims/citation.js'
import { misplacedStatement, repeatedStatement, wrongValue } from '../../diagnostics/names.js'
import type * as tree from '../../language/tree.js'
import { webAddress } from '../../text/web-address.js'
import { type ArmResolver, nothingSelected } from './arm.js'
import type { Context, Place } from './context.js'
import { headOf } from './derivation.js'
import { resolveExpression } from './expression.js'
import type { Declared } from './scope.js'

export function resolveCitation(place: Place, cites: tree.Cites): Citation | undefined {
  const { text, span } = cites.paper
  const declared = place.scope.resolve('paper', text, { ...place, span })
  return declared && { paper: resolvePaper(place, declared), place: cites.place }
}

const parts = ['title', 'authors', 'venue', 'link'] as const

export function resolvePaper({ report }: Context, { name, block, source }: Declared): Paper {
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
    if (value?.type !== 'text' || rest.length > 0 || statement.phrases.length > 1) {
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
