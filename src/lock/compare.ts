/** @file Comparison of two records of the same claims, with the marks of asv. */

import { formatOnScale } from '../judge/format.js'
import type { Extended, VerdictName } from '../judge/verdict.js'
import { type LockedCase, type LockedClaim, identityOf } from './lock-file.js'
import { moved } from './noise.js'

/** Newly failing, fixed, better, worse, within noise, the same, not comparable. */
export type Mark = '!' | '*' | '-' | '+' | '~' | '=' | 'x'

export const legend: Record<Mark, string> = {
  '!': 'newly failing',
  '*': 'fixed',
  '-': 'better',
  '+': 'worse',
  '~': 'within noise',
  '=': 'same',
  x: 'not comparable',
}

export interface Compared {
  mark: Mark
  claim: string
  file: string
  profile?: string
  before?: LockedClaim
  after?: LockedClaim
  /** The reason why they cannot be compared, or the largest move. */
  note: string
}

export function compareLocks(
  before: readonly LockedClaim[],
  after: readonly LockedClaim[],
): Compared[] {
  const old = new Map(before.map((entry) => [identityOf(entry), entry]))
  const now = new Map(after.map((entry) => [identityOf(entry), entry]))
  const names = [...new Set([...old.keys(), ...now.keys()])].sort()
  return names.map((name) => compareClaim(old.get(name), now.get(name)))
}

function compareClaim(before: LockedClaim | undefined, after: LockedClaim | undefined): Compared {
  const { claim, file, profile } = (after ?? before) as LockedClaim
  const named = {
    ...{ claim, file, ...(profile !== undefined && { profile }) },
    ...{ ...(before && { before }), ...(after && { after }) },
  }
  if (before === undefined) return { ...named, mark: 'x', note: 'only in the second' }
  if (after === undefined) return { ...named, mark: 'x', note: 'only in the first' }
  if (before.meaning !== after.meaning) {
    return {
      ...named,
      mark: 'x',
      note: 'the claim or an arm of it changed; see `genspec breaking`',
    }
  }
  const [was, is] = [standing(before.verdict), standing(after.verdict)]
  if (was === undefined || is === undefined) {
    return { ...named, mark: 'x', note: `${before.verdict}, then ${after.verdict}` }
  }
  const moved = largestMove(before, after)
  if (was > is) return { ...named, mark: is === 0 ? '!' : '+', note: moved?.note ?? '' }
  if (was < is) return { ...named, mark: was === 0 ? '*' : '-', note: moved?.note ?? '' }
  if (moved) return { ...named, ...moved }
  return { ...named, mark: isSame(before, after) ? '=' : '~', note: '' }
}

/** The rank of a verdict; a skipped claim has none. */
function standing(verdict: VerdictName): number | undefined {
  return { pass: 2, inconclusive: 1, fail: 0, error: 0, skipped: undefined }[verdict]
}

/** True if every case has an estimate, and the same one. */
function isSame(before: LockedClaim, after: LockedClaim): boolean {
  const estimates = ({ expectations }: LockedClaim) =>
    expectations.flatMap(({ cases }) => cases.map(({ estimate }) => estimate))
  const [was, is] = [estimates(before), estimates(after)]
  return was.every((one, place) => one !== undefined && one === is[place])
}

interface Move {
  mark: '-' | '+' | '~'
  note: string
}

/** The case that moved by more than its noise; worse ones go before better ones. */
function largestMove(before: LockedClaim, after: LockedClaim): Move | undefined {
  const moves: Move[] = []
  for (const [index, expectation] of before.expectations.entries()) {
    const other = after.expectations[index]
    for (const [place, one] of expectation.cases.entries()) {
      const move = moveOf(expectation.text, one, other?.cases[place])
      if (move) moves.push(move)
    }
  }
  return (
    moves.find(({ mark }) => mark === '+') ??
    moves.find(({ mark }) => mark === '-') ??
    moves.find(({ note }) => note !== '')
  )
}

function moveOf(text: string, before: LockedCase, after: LockedCase | undefined): Move | undefined {
  if (after?.estimate === undefined || before.estimate === undefined) return undefined
  const [was, is] = [Number(before.estimate), Number(after.estimate)]
  if (was === is) return { mark: '~', note: '' }
  const label = before.label === undefined ? '' : `${before.label}: `
  const note = `${label}${text}: ${format(was, before)} to ${format(is, after)}`
  if (moved(before.values ?? {}, after.values ?? {}) === undefined) return { mark: '~', note }
  const better = slack(is, after.acceptance) > slack(was, before.acceptance)
  return { mark: better ? '-' : '+', note }
}

/** The distance of an estimate from the ends of the region in which the claim holds; negative outside it. */
function slack(
  estimate: number,
  acceptance: [Extended, Extended] = ['-Infinity', 'Infinity'],
): number {
  return Math.min(estimate - Number(acceptance[0]), Number(acceptance[1]) - estimate)
}

function format(value: number, { scale = 'value', unit = 'number' }: LockedCase): string {
  return formatOnScale({ scale, unit }, value)
}
