/** @file What names stand for inside a declaration: parameters, swept variables. */

import type { Source } from '../../diagnostics/source.js'
import type { Item } from '../../language/tree.js'

/** What a name stands for, with the text that the item's span counts in. */
export interface Value {
  item: Item
  source: Source
}

export type Variables = ReadonlyMap<string, Value>

export const noVariables: Variables = new Map()
