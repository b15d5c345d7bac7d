/** @file Warnings about declarations that no claim depends on. */

import type { Diagnostic } from '../../diagnostics/diagnostic.js'
import { unusedDeclaration } from '../../diagnostics/names.js'
import type { Block, SyntaxTree } from '../../language/tree.js'

/** A spec without claims is a library, so nothing in it counts as unused. */
export function unusedIn({ source, declarations }: SyntaxTree): Diagnostic[] {
  const blocks = declarations.filter((one): one is Block => one.type === 'block' && !!one.name)
  const roots = blocks.filter(({ kind }) => kind.text === 'claim')
  if (roots.length === 0) return []
  const unreached = new Set(blocks.filter(({ kind }) => kind.text !== 'claim'))
  const queue = [...roots]
  while (unreached.size > 0) {
    const block = queue.pop()
    if (block === undefined) break
    const words = new Set<string>()
    collectNames({ ...block, name: undefined, kind: undefined }, words)
    for (const other of unreached) {
      if (!isNamed(other, words)) continue
      unreached.delete(other)
      queue.push(other)
    }
  }
  return [...unreached].flatMap(({ kind, name }) =>
    kind.text === 'profile' || !name
      ? []
      : [unusedDeclaration(source, name.span, kind.text, name.text)],
  )
}

/** True if the words name the block, as `random labels` names `random_labels`. */
function isNamed({ kind, name }: Block, words: ReadonlySet<string>): boolean {
  if (name === undefined) return false
  if (words.has(name.text)) return true
  return kind.text === 'corruption' && name.text.split('_').every((word) => words.has(word))
}

function collectNames(node: unknown, words: Set<string>): void {
  if (typeof node !== 'object' || node === null) return
  if ('type' in node && node.type === 'name' && 'text' in node) words.add(String(node.text))
  for (const child of Object.values(node)) collectNames(child, words)
}
