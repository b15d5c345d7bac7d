/** @file Derived declarations: `training b = a with batch 64` has the statements of `a`, changed. */

import { circularDerivation, wrongValue } from '../../diagnostics/names.js'
import type { BlockKind } from '../../language/keywords.js'
import type { Item, Statement } from '../../language/tree.js'
import type { Context, Place } from './context.js'
import { textOf } from './evaluate.js'
import { instantiate } from './instantiate.js'
import type { Declared } from './scope.js'
import { noVariables } from './variables.js'

/** A statement with its source, since a derived statement may come from another file. */
export interface PlacedStatement {
  place: Place
  statement: Statement
}

/** The first word of a statement. */
export function headOf(statement: Statement): string {
  if (statement.type !== 'setting') return statement.type
  const first = statement.phrases[0]?.items[0]
  if (first?.type === 'name') return first.text
  return first?.type === 'call' ? first.name.text : ''
}

/**
 * The statements of a declaration; of a derived one, the base's statements with the changes in their places.
 * @returns undefined if the base is unknown, which was reported
 */
export function statementsOf(
  context: Context,
  kind: BlockKind,
  declared: Declared,
  through: readonly string[] = [],
): PlacedStatement[] | undefined {
  const { block, source } = declared
  const place: Place = { ...context, source, variables: declared.variables ?? noVariables }
  const overrides = (context.profile?.overrides ?? [])
    .filter((override) => override.kind === kind && override.name === declared.name)
    .map(({ source, statement }) => ({ place: { ...place, source }, statement }))
  if (block.derivation === undefined) {
    const own = block.statements.map((statement) => ({ place, statement }))
    return changed(own, overrides)
  }
  const at = block.name?.span ?? block.kind.span
  if (through.includes(declared.name)) {
    context.report(circularDerivation(source, at, declared.name))
    return undefined
  }
  const [base, ...others] = block.derivation.bases
  const [first, ...rest] = base?.items ?? []
  const named = first?.type === 'name' || first?.type === 'call'
  if (!named || rest.length > 0 || others.length > 0) {
    const span = base?.span ?? at
    const found = textOf(source, { span })
    context.report(wrongValue(source, span, 'a derivation', `the name of one ${kind}`, found))
    return undefined
  }
  const parent = reference(place, kind, first)
  const inherited = parent && statementsOf(context, kind, parent, [...through, declared.name])
  if (inherited === undefined) return undefined
  const changes = block.derivation.changes.map((statement) => ({ place, statement }))
  return changed(changed(inherited, changes), overrides)
}

/** The declaration that an item names, with the arguments that the item gives: `sgd_paper`, `sgd(0.1)`. */
export function reference(place: Place, kind: BlockKind, item: Item): Declared | undefined {
  const name = item.type === 'call' ? item.name : item
  if (name.type !== 'name') {
    const found = textOf(place.source, item)
    place.report(wrongValue(place.source, item.span, `a ${kind}`, 'a name', found))
    return undefined
  }
  const declared = place.scope.resolve(kind, name.text, { ...place, span: name.span })
  const values = item.type === 'call' ? item.arguments : []
  return declared && instantiate(place, declared, values, item.span)
}

/**
 * Replaces statements: each change takes the place of the first statement with the same first word; a new one
 * goes last.
 */
function changed(
  statements: readonly PlacedStatement[],
  changes: readonly PlacedStatement[],
): PlacedStatement[] {
  const result: PlacedStatement[] = []
  const done = new Set<string>()
  for (const inherited of statements) {
    const head = headOf(inherited.statement)
    const replacements = changes.filter(({ statement }) => headOf(statement) === head)
    if (replacements.length === 0) result.push(inherited)
    else if (!done.has(head)) result.push(...replacements)
    done.add(head)
  }
  return [...result, ...changes.filter(({ statement }) => !done.has(headOf(statement)))]
}
