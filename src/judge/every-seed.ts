/** @file Claims about each seed by itself: in every seed, or in at least k of n. */

import { formatCount, formatValue } from './format.js'
import { alpha } from './student.js'
import type { Question } from './question.js'
import type { Evidence, Verdict } from './verdict.js'

export function holds(relation: Question['relation'], left: number, right: number): boolean {
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
    case '=':
      return left === right
  }
}

/** Passes when the relation holds in at least `required` seeds. */
export function judgeSeeds(question: Question, evidence: Evidence, required: number): Verdict {
  const { text, relation, left, perSeed } = question
  const { n } = evidence
  const against = perSeed.filter((seed) => !holds(relation, seed.left, seed.right))
  const values = perSeed.map((seed) => formatValue(seed.left, left.unit))
  const holding = n - against.length
  if (holding >= required) {
    const extreme = nearestToFailing(question)
    const range = `${extreme.word} ${formatValue(extreme.value, left.unit)}`
    if (required < n) {
      return {
        verdict: 'pass',
        sentence: `${holding} of ${n} seeds have ${text} (${range})`,
        evidence,
      }
    }
    const seeds = n === 1 ? 'the one seed has' : `all ${n} seeds have`
    // The lower Clopper-Pearson bound of the success rate after n successes in n seeds.
    const bound = (alpha ** (1 / n)).toFixed(2)
    const sentence = `${seeds} ${text} (${range}; this bounds the success rate to >= ${bound})`
    return { verdict: 'pass', sentence, evidence }
  }
  const [first] = against
  const worst = first ? `seed ${first.seed} has ${formatValue(first.left, left.unit)}` : ''
  const sentence =
    required === n
      ? `${worst}, against ${text} (${formatCount(against.length, 'seed')} of ${n} against it)`
      : `only ${holding} of ${n} seeds have ${text} (${values.join(', ')})`
  return { verdict: 'fail', sentence, evidence }
}

function nearestToFailing({ relation, perSeed }: Question): { word: string; value: number } {
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
