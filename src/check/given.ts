/** @file `given kernel gaussian(gamma: 0.02) on mnist`: a computation that a claim is about, in place of training. */

import { unknownName } from '../diagnostics/names.js'
import type { Given } from '../language/tree.js'
import type { Place } from './context.js'
import { textOf } from './evaluate.js'

/** @returns whether it is understood; computations are found here once kinds of them are registered */
export function resolveGiven({ source, report }: Place, { items, span }: Given): boolean {
  const [first] = items
  const name = first?.type === 'call' ? first.name : first
  report(
    unknownName(source, name?.span ?? span, 'computation', textOf(source, name ?? { span }), []),
  )
  return false
}
