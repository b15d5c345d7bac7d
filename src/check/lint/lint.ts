/** @file The lint of a resolved spec: warnings about valid claims that are probably not meant. */

import type { Diagnostic } from '../../diagnostics/diagnostic.js'
import type { ResolvedSpec } from '../resolved-spec.js'
import { lintAlphas } from './alpha.js'
import { lintDesign } from './design.js'
import { unusedIn } from './unused.js'

export function lint({ spec, registry, profile, claims }: ResolvedSpec): Diagnostic[] {
  // A profile only changes the scale, so the design is linted without it.
  const designs =
    profile === undefined
      ? claims.flatMap(({ source, expectations }) =>
          expectations.flatMap((one) => lintDesign({ ...one, source, registry })),
        )
      : []
  return [...designs, ...lintAlphas(spec), ...unusedIn(spec)]
}
