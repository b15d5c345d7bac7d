/** @file The Ohm semantics that build the syntax tree, and the helpers that their rules share. */

import type { Node } from 'ohm-js'
import type { Span } from '../diagnostics/source.js'
import { grammar } from './grammar.js'
import type * as tree from './tree.js'

export const semantics = grammar.createSemantics()

/** The place of the matched text in its file: Ohm counts from the start of the match. */
let origin = 0

export function setOrigin(start: number): void {
  origin = start
}

export function span({ source }: Node): Span {
  return { start: origin + source.startIdx, end: origin + source.endIdx }
}

export function optional<T>(node: Node, build: (child: Node) => T): T | undefined {
  const child = node.children[0]
  return child === undefined ? undefined : build(child)
}

export function list<T>(node: Node, build: (child: Node) => T): T[] {
  return node.asIteration().children.map(build)
}

export const item = (node: Node): tree.Item => node['item']()
export const phrase = (node: Node): tree.Phrase => node['phrase']()
export const statement = (node: Node): tree.Statement => node['statement']()
export const expression = (node: Node): tree.ExpressionSyntax => node['expression']()
export const stop = (node: Node): tree.ComparisonSyntax | tree.ExpressionSyntax =>
  node['expression']()
export const qualifier = (node: Node): tree.Qualifier => node['qualifier']()
export const corruption = (node: Node): tree.Corruption => node['corruption']()
export const argument = (node: Node): tree.Argument => node['argument']()
export const arm = (node: Node): tree.ArmSyntax => node['qualifier']()

// Names make up most of a spec; a separate operation for them halves the time.
export function name(node: Node): tree.Name {
  return { type: 'name', text: node.sourceString, span: span(node) }
}

export function text(node: Node): tree.Text {
  return { type: 'text', value: node.sourceString.slice(1, -1), span: span(node) }
}
