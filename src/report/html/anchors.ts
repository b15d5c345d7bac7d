/** @file The fragment by which a claim is linked to: its name. */

import type { ClaimReport } from '../../events/events.js'

export type AnchorOf = (claim: Pick<ClaimReport, 'name' | 'file' | 'line'>) => string

/** `n4_mlp_1x512`; with the file before it if another file has a claim of that name. */
export function anchorsOf(claims: readonly ClaimReport[]): AnchorOf {
  const files = new Map<string, Set<string>>()
  for (const { name, file } of claims) files.set(name, (files.get(name) ?? new Set()).add(file))
  return ({ name, file }) => {
    const unique = files.get(name)?.size === 1
    return unique ? name : `${file.replace(/\s/g, '-')}:${name}`
  }
}

/** As a link writes it. */
export function linkTo(anchor: string): string {
  return `#${encodeURIComponent(anchor)}`
}
