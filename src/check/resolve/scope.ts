/** @file The declarations of a spec by kind and name. */

import type { Report } from '../../diagnostics/diagnostic.js'
import { duplicateDeclaration, missingName, unknownName } from '../../diagnostics/names.js'
import type { Source, Span } from '../../diagnostics/source.js'
import { type BlockKind, blockKinds } from '../../language/keywords.js'
import type { Block, SyntaxTree } from '../../language/tree.js'
import type { Variables } from './variables.js'

export interface Declared {
  source: Source
  block: Block
  name: string
  /** The values of its parameters in one use of it. */
  variables?: Variables
}

export class Scope {
  readonly #declared = new Map<string, Declared>()

  add(kind: BlockKind, declared: Declared): boolean {
    const key = `${kind} ${declared.name}`
    if (this.#declared.has(key)) return false
    this.#declared.set(key, declared)
    return true
  }

  find(kind: BlockKind, name: string): Declared | undefined {
    return this.#declared.get(`${kind} ${name}`)
  }

  all(kind: BlockKind): Declared[] {
    return [...this.#declared]
      .filter(([key]) => key.startsWith(`${kind} `))
      .map(([, declared]) => declared)
  }

  /** The declaration of that name; an unknown name is reported with a suggestion. */
  resolve(
    kind: BlockKind,
    name: string,
    place: { source: Source; span: Span; report: Report },
  ): Declared | undefined {
    const declared = this.find(kind, name)
    if (declared === undefined) {
      const known = this.all(kind).map((other) => other.name)
      place.report(unknownName(place.source, place.span, kind, name, known))
    }
    return declared
  }
}

function isBlockKind(word: string): word is BlockKind {
  return (blockKinds as readonly string[]).includes(word)
}

export function buildScope(trees: SyntaxTree[], report: Report): Scope {
  const scope = new Scope()
  for (const { source, declarations } of trees) {
    for (const block of declarations) {
      if (block.type === 'use') continue
      const kind = block.kind.text
      for (const [index, { name }] of block.parameters.entries()) {
        const first = block.parameters.slice(0, index).find((one) => one.name.text === name.text)
        if (first === undefined) continue
        const related = { source, span: first.name.span }
        report(duplicateDeclaration(source, name.span, 'parameter', name.text, related))
      }
      if (!isBlockKind(kind)) {
        report(unknownName(source, block.kind.span, 'block', kind, blockKinds))
      } else if (block.name === undefined) {
        report(missingName(source, block.kind.span, kind))
      } else if (!scope.add(kind, { source, block, name: block.name.text })) {
        const first = scope.find(kind, block.name.text)
        const related = first?.block.name && { source: first.source, span: first.block.name.span }
        report(duplicateDeclaration(source, block.name.span, kind, block.name.text, related))
      }
    }
  }
  return scope
}
