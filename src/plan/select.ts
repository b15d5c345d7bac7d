/** @file Selection of claims by title, tag, paper, line of the file, or by change. */

import type { Claim } from '../claims/claim.js'

export interface ClaimFilter {
  /** Matches the claim's name or title. */
  title?: Pick<RegExp, 'test'> | undefined
  /** Claims must have all of these tags. */
  tags: readonly string[]
  /** Claims must cite one of these papers, by the name of the `paper` block. */
  papers: readonly string[]
  /** Files of which only the claims at these lines are selected. */
  lines: ReadonlyMap<string, readonly number[]>
}

export function select(claims: readonly Claim[], selection: ClaimFilter): Claim[] {
  const { title, tags, papers, lines } = selection
  const atLines = new Set(
    [...lines].flatMap(([file, numbers]) => numbers.map((line) => claimAt(claims, file, line))),
  )
  return claims.filter(
    (claim) =>
      (title === undefined || title.test(claim.name) || title.test(claim.title ?? '')) &&
      tags.every((tag) => claim.tags.includes(tag)) &&
      (papers.length === 0 || claim.cites.some(({ paper }) => papers.includes(paper.name))) &&
      (!lines.has(claim.file) || atLines.has(claim)),
  )
}

/** The claim whose block holds a line. */
export function claimAt(claims: readonly Claim[], file: string, line: number): Claim | undefined {
  return claims.find(
    (claim) => claim.file === file && claim.line <= line && line <= lastLineOf(claim),
  )
}

export function lastLineOf({ line, text }: Claim): number {
  return line + text.split('\n').length - 1
}
