/** @file Derived declarations: `training b = a with batch 64` holds a's statements, changed. */

import { circularDerivation, wrongValue } from '../diagnostics/names.js'
import type { Source } from '../diagnostics/source.js'
import type { BlockKind } from '../language/keywords.js'
import type { Statement } from '../language/tree.js'
import type { Context } from './context.js'
import type { Declared } from './scope.js'

/** A statement with the text that its spans count in: a derived one may come from another file. */
export interface PlacedStatement {
  source: Source
  statement: Statement
}

/** The word that a statement begins with. */
export function headOf(statement: Statement): string {
  if (statement.type !== 'setting') return statement.type
  const first = statement.phrases[0]?.items[0]
  if (first?.type === 'name') return first.text
  return first?.type === 'call' ? first.name.text : ''
}

/** A declaration's statements; where it is derived, a change replaces the base's statement of the same head. */
export function statementsOf(
  context: Context,
  kind: BlockKind,
  declared: Declared,
  through: readonly Declared[] = [],
): PlacedStatement[] {
  const { block, source } = declared
  const own = block.statements.map((statement) => ({ source, statement }))
  if (block.derivation === undefined) return own
  const at = block.name?.span ?? block.kind.span
  if (through.includes(declared)) {
    context.report(circularDerivation(source, at, declared.name))
    return []
  }
  const [base, ...others] = block.derivation.bases
  const [first, ...rest] = base?.items ?? []
  if (first?.type !== 'name' || rest.length > 0 || others.length > 0) {
    const span = base?.span ?? at
    const found = source.text.slice(span.start, span.end)
    context.report(wrongValue(source, span, 'a derivation', `the name of one ${kind}`, found))
    return []
  }
  const parent = context.scope.resolve(kind, first.text, { ...context, source, span: first.span })
  if (parent === undefined) return []
  const inherited = statementsOf(context, kind, parent, [...through, declared])
  const changes = block.derivation.changes.map((statement) => ({ source, statement }))
  const changed = new Set(changes.map(({ statement }) => headOf(statement)))
  return [...inherited.filter(({ statement }) => !changed.has(headOf(statement))), ...changes]
}
