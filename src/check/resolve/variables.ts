/** @file The values of names inside a declaration: parameters, swept variables. */

import type { Source } from '../../diagnostics/source.js'
import type { Item } from '../../language/tree.js'

/** The value of a name, with the text that the item's span refers to. */
export interface Value {
  item: Item
  source: Source
}

export type Variables = ReadonlyMap<string, Value>

export const noVariables: Variables = new Map()
