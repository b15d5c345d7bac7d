/** @file Applications of registered kinds: `crop 28x28 center`, `source folder("images")`. */

import type { Application } from '../../claims/setup.js'
import { unknownName } from '../../diagnostics/names.js'
import type { Span } from '../../diagnostics/source.js'
import type { Category } from '../../kinds/registry.js'
import type { Item } from '../../language/tree.js'
import { bindArguments, bindItems } from './bind.js'
import type { Place } from './context.js'
import { textOf } from './evaluate.js'

/**
 * Resolves the kind that the first item names, with parameters from the other items.
 * @param also other valid names at this position, for suggestions
 */
export function applyKind(
  place: Place,
  category: Category,
  items: readonly Item[],
  span: Span,
  also: readonly string[] = [],
): Application | undefined {
  const [first, ...rest] = items
  const name = first?.type === 'call' ? first.name : first
  const known = [...place.registry.all(category).map((kind) => kind.name), ...also]
  if (first === undefined || name?.type !== 'name') {
    const at = first?.type === 'text' ? first : { span }
    place.report(unknownName(place.source, at.span, category, textOf(place.source, at), known))
    return undefined
  }
  const kind = place.registry.find(category, name.text)
  if (kind === undefined) {
    place.report(unknownName(place.source, name.span, category, name.text, known))
    return undefined
  }
  const callee = { label: kind.name, span: name.span, parameters: kind.parameters }
  const parameters =
    first.type === 'call'
      ? bindArguments(place, callee, first.arguments)
      : bindItems(place, callee, rest)
  const definition = place.registry.definitionOf(kind)
  return (
    parameters && { kind: kind.name, parameters, ...(definition !== undefined && { definition }) }
  )
}
