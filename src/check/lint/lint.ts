/** @file The lint: what a spec can say and should not, once it is resolved. All that it finds are warnings. */

import type { Diagnostic } from '../../diagnostics/diagnostic.js'
import type { ResolvedSpec } from '../resolved-spec.js'
import { lintAlphas } from './alpha.js'
import { lintDesign } from './design.js'
import { unusedIn } from './unused.js'

export function lint({ spec, registry, profile, claims }: ResolvedSpec): Diagnostic[] {
  // A profile is a scale to try things at: the design is that of the spec.
  const designs =
    profile === undefined
      ? claims.flatMap(({ source, expectations }) =>
          expectations.flatMap((one) => lintDesign({ ...one, source, registry })),
        )
      : []
  return [...designs, ...lintAlphas(spec), ...unusedIn(spec)]
}
