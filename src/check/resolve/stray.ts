/** @file Statements that have no meaning in their block. */

import { incompleteStatement, misplacedStatement } from '../../diagnostics/names.js'
import { statementForms } from '../../language/forms.js'
import type { Statement } from '../../language/tree.js'
import type { Place } from './context.js'
import { headOf } from './derivation.js'

/** Words that belong to another statement: `run` names the parts of a run. */
const others: Record<string, string> = {
  model: 'run',
  dataset: 'run',
  training: 'run',
  epochs: 'run',
  seeds: 'over',
}

/**
 * Reports a stray statement.
 * @param known the valid statements, for suggestions
 */
export function reportStray(
  { source, report }: Place,
  statement: Statement,
  block: 'claim' | 'experiment',
  known: readonly string[],
): void {
  const head = headOf(statement)
  const { span, type } = statement
  const form = statementForms[others[head] ?? head]
  if (type === 'setting' && form !== undefined)
    report(incompleteStatement(source, span, head, form))
  else report(misplacedStatement(source, span, head, block, known))
}
