/** @file Settings joined by commas, of which all but the first would be ignored. */

import type { Edit, Report } from '../../diagnostics/diagnostic.js'
import { settingAfterComma } from '../../diagnostics/names.js'
import { type Source, indentationAt } from '../../diagnostics/source.js'
import type { Declaration, Setting, Statement, SyntaxTree } from '../../language/tree.js'
import { headOf } from './derivation.js'
import { textOf } from './evaluate.js'

/** The settings that take several values. */
const lists = ['take', 'tags']

/** The tree without settings that hold other settings after a comma; these are reported. */
export function exceptCommas(tree: SyntaxTree, report: Report): SyntaxTree {
  const { source } = tree
  return { source, declarations: tree.declarations.map((one) => exceptIn(source, one, report)) }
}

function exceptIn(source: Source, declaration: Declaration, report: Report): Declaration {
  if (declaration.type !== 'block') return declaration
  const joined = declaration.statements.flatMap(joinedIn)
  if (joined.length === 0) return declaration
  for (const setting of joined) {
    const [first = '', second] = setting.phrases.map((phrase) => textOf(source, phrase))
    const [, { span } = setting] = setting.phrases
    report(settingAfterComma(source, span, first, second ?? '', lineBreaks(source, setting)))
  }
  const statements = declaration.statements.filter((one) => joinedIn(one).length === 0)
  const { span, leftOut = '' } = declaration
  return { ...declaration, statements, leftOut: leftOut + source.text.slice(span.start, span.end) }
}

/** The joined settings of a statement: the statement, its nested statements, or the changes of a profile. */
function joinedIn(statement: Statement): Setting[] {
  if (statement.type === 'override') return joinedIn(statement.statement)
  if (statement.type !== 'setting') return []
  const inside = statement.body?.flatMap(joinedIn) ?? []
  const own = statement.phrases.length > 1 && !lists.includes(headOf(statement))
  return own ? [statement, ...inside] : inside
}

/**
 * The fix that replaces the commas by line breaks; empty if the text after a comma could belong to the text before
 * it.
 */
function lineBreaks({ text }: Source, { phrases, span }: Setting): Edit[] {
  const others = phrases.slice(1)
  if (others.some(({ items }) => items[0]?.type !== 'name' || items.length === 1)) return []
  const lineBreak = `\n${indentationAt(text, span.start)}`
  return others.map(({ span: { start: end } }, index) => {
    const start = phrases[index]?.span.end ?? end
    return { span: { start, end }, text: lineBreak }
  })
}
