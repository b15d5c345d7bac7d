/** @file What a claim says, without how and where it is written. */

import { stringify } from 'safe-stable-stringify'
import type { Claim } from '../claims/claim.js'

/** Equal for two claims that ask the same of the same runs, whatever their names, lines and words. */
export function meaningOf({ expectations, onlyIn, profile }: Claim): string {
  const text = stringify({ onlyIn, profile, expectations }, (key, value: unknown) =>
    ['text', 'label', 'line', 'lines', 'file', 'swept'].includes(key) ? undefined : value,
  )
  return String(text)
}
