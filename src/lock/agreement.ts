/** @file Agreement of a replication over fresh seeds with the record. */

import type { VerdictName } from '../judge/verdict.js'
import { type LockedClaim, identityOf } from './lock-file.js'
import { moved } from './noise.js'

export interface Agreement {
  claim: string
  recorded?: VerdictName
  now: VerdictName
  /** Absent if one of the two verdicts is inconclusive, or the record lacks the claim. */
  agrees?: boolean
  note: string
}

/**
 * Compares a replication with the record. A claim is replicated if its verdict is the same and no value moved
 * by more than noise; an inconclusive claim is neither replicated nor contradicted.
 */
export function agreementOf(recorded: readonly LockedClaim[], fresh: LockedClaim): Agreement {
  const { claim, verdict: now } = fresh
  const entry = recorded.find((one) => identityOf(one) === identityOf(fresh))
  if (entry === undefined) return { claim, now, note: 'not in the record' }
  const texts = ({ expectations }: LockedClaim) => expectations.map(({ text }) => text).join('\n')
  if (texts(entry) !== texts(fresh)) {
    return { claim, recorded: entry.verdict, now, note: 'the claim changed since it was recorded' }
  }
  const decided = ['pass', 'fail']
  const turned = now !== entry.verdict && decided.includes(now) && decided.includes(entry.verdict)
  const notes: string[] = []
  for (const [index, { text, cases }] of entry.expectations.entries()) {
    for (const [place, before] of cases.entries()) {
      const after = fresh.expectations[index]?.cases[place]
      const direction = moved(before.values ?? {}, after?.values ?? {})
      const label = before.label === undefined ? '' : `${before.label}: `
      if (direction) notes.push(`${label}${text} moved ${direction} by more than noise`)
    }
  }
  const verdicts = { claim, recorded: entry.verdict, now }
  if (now === 'error' || turned || notes.length > 0) {
    return { ...verdicts, agrees: false, note: notes.join('; ') }
  }
  if (!decided.includes(entry.verdict)) return { ...verdicts, note: 'the record is inconclusive' }
  if (!decided.includes(now)) return { ...verdicts, note: 'inconclusive over the fresh seeds' }
  return { ...verdicts, agrees: true, note: '' }
}
