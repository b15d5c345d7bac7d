/** @file Repeated qualifiers and settings of which only one can apply. */

import { repeatedStatement } from '../../diagnostics/names.js'
import type * as tree from '../../language/tree.js'
import type { Place } from './context.js'

/**
 * Reports repeated qualifiers.
 * @param where the construct that holds them: `expectation`, `measurement`
 */
export function reportRepeated(
  { source, report }: Place,
  qualifiers: readonly tree.Qualifier[],
  where: string,
): void {
  const seen = new Set<string>()
  for (const qualifier of qualifiers) {
    const kind = kindOf(qualifier)
    if (seen.has(kind)) report(repeatedStatement(source, qualifier.span, kind, where))
    seen.add(kind)
  }
}

/** Reports repeated run settings of a block, in its statements and in the qualifiers after them. */
export function reportRepeatedRuns(
  place: Place,
  statements: readonly tree.Statement[],
  block: string,
): void {
  const seen = new Set<string>()
  const qualifiers = statements.flatMap((statement): readonly tree.Qualifier[] => {
    const { type, span } = statement
    if (type === 'profile seeds') {
      for (const { text, span } of statement.profiles) {
        const where = `over … in profile ${text}`
        if (seen.has(where)) place.report(repeatedStatement(place.source, span, where, block))
        seen.add(where)
      }
      return []
    }
    if (type === 'under' || type === 'over') return [statement]
    if (type !== 'run' && type !== 'given') return []
    if (seen.has(type)) {
      place.report(repeatedStatement(place.source, span, type, block))
      return []
    }
    seen.add(type)
    return type === 'run'
      ? [{ type: 'of', item: statement.model, span: statement.model.span }, ...statement.selectors]
      : []
  })
  reportRepeated(place, qualifiers, block)
}

/** The kind of a qualifier; each kind may occur once. */
export function kindOf(qualifier: tree.Qualifier): string {
  switch (qualifier.type) {
    case 'under':
    case 'of':
    case 'on':
    case 'with':
      return qualifier.type
    case 'without':
      return 'with'
    case 'at':
    case 'for every':
      return `${qualifier.type} ${qualifier.variable.text}`
    case 'beyond test set':
      return 'beyond this test set'
    case 'over':
      return qualifier.seeds.type === 'seeds' ? 'over' : `over ${qualifier.seeds.text}`
    case 'every seed':
    case 'at least':
    case 'share of seeds':
    case 'on average':
      return 'quantifier'
  }
}
