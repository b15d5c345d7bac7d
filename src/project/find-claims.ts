/** @file Finds claims by name. */

import { suggestion } from '../diagnostics/suggest.js'
import type { PlannedClaim } from '../plan/plan.js'
import { UsageError } from './spec-files.js'

/** All claims of that name: each file can have one. @throws UsageError if there is none */
export function findClaims(claims: readonly PlannedClaim[], name: string): PlannedClaim[] {
  const found = claims.filter(({ claim }) => claim.name === name)
  if (found.length > 0) return found
  const names = claims.map(({ claim }) => claim.name)
  const help = suggestion(name, names) ?? '`genspec list` lists them all'
  throw new UsageError(`no claim is named \`${name}\`; ${help}`)
}
