/** @file Claims about each seed by itself: in every seed, or in at least k of n. */

import type { Expectation, Relation } from '../check/study.js'
import { formatCount, formatValue } from './format.js'
import { alpha } from './student.js'
import type { Evidence, Verdict } from './verdict.js'

export function holds(relation: Relation, left: number, right: number): boolean {
  if (relation.type === 'equivalence') return Math.abs(left - right) <= relation.margin
  switch (relation.operator) {
    case '<':
      return left < right
    case '<=':
      return left <= right
    case '>':
      return left > right
    case '>=':
      return left >= right
  }
}

/** Passes when the relation holds in at least `required` seeds. */
export function judgeSeeds(
  { text, relation, left }: Expectation,
  evidence: Evidence,
  required: number,
): Verdict {
  const { perSeed, n } = evidence
  const against = perSeed.filter((seed) => !holds(relation, seed.left, seed.right))
  const values = perSeed.map((seed) => formatValue(seed.left, left.unit))
  const holding = n - against.length
  if (holding >= required) {
    const whole =
      required === n ? `all ${formatCount(n, 'seed')}` : `${holding} of ${formatCount(n, 'seed')}`
    const verb = required === n && n > 1 ? 'have' : 'has'
    const extreme = nearestToFailing(relation, evidence)
    const sentence = `${n === 1 ? 'the one seed' : whole} ${verb} ${text} (${extreme.word} ${formatValue(extreme.value, left.unit)})`
    // The lower Clopper-Pearson bound of the success rate after n successes in n seeds.
    const bound = alpha ** (1 / n)
    const note =
      required === n ? `; ${n} of ${n} bound the success rate only to >= ${bound.toFixed(2)}` : ''
    return { verdict: 'pass', sentence: sentence + note, evidence }
  }
  const [first] = against
  const worst = first ? `seed ${first.seed} has ${formatValue(first.left, left.unit)}` : ''
  const sentence =
    required === n
      ? `${worst}, against ${text} (${formatCount(against.length, 'seed')} of ${n} against it)`
      : `only ${holding} of ${n} seeds have ${text} (${values.join(', ')})`
  return { verdict: 'fail', sentence, evidence }
}

function nearestToFailing(
  relation: Relation,
  { perSeed }: Evidence,
): { word: string; value: number } {
  if (relation.type === 'equivalence') {
    const distances = perSeed.map(({ left, right }) => Math.abs(left - right))
    const farthest = perSeed[distances.indexOf(Math.max(...distances))]
    return { word: 'farthest', value: farthest?.left ?? NaN }
  }
  const values = perSeed.map(({ left }) => left)
  const upward = relation.operator.startsWith('>')
  return upward
    ? { word: 'lowest', value: Math.min(...values) }
    : { word: 'highest', value: Math.max(...values) }
}
