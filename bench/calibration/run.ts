/**
 * @file The tables of docs/statistics.md. Usage: npm run bench:calibration; `-- --write` puts each table
 * between its marks in the page.
 */

import { readFileSync, writeFileSync } from 'node:fs'
import { successBounds } from '../../src/statistics/binomial.js'
import { powerOfEquivalence, powerOfMean } from '../../src/statistics/power.js'
import { familyRates } from './families.js'
import { estimateAfterPass, pValueRates } from './looks.js'
import { type MeasuredClaim, longTails, measuredClaims, passRate } from './measured.js'
import {
  type Judge,
  alpha,
  collapses,
  counts,
  falseBoundRate,
  falseShareRate,
  heavyTails,
  judges,
  noises,
  rateOf,
  tailAway,
  tailAwayAtLooks,
  trueClaims,
} from './simulate.js'
import { imageSets, testSetClaims, testSetRate } from './test-set.js'

type Row = readonly (string | number)[]

const tables: Record<string, () => Row[]> = {
  'false passes': () => byNoise('false passes', judges, noises, 'pass'),
  'false fails': () => byNoise('false fails', trueClaims, noises, 'fail'),
  'heavy tails': () =>
    byNoise('false passes, heavy tails', judges, Object.keys(heavyTails), 'pass'),
  measured: () => measured('false passes of counts, times and ties', measuredClaims),
  'long tails': () => measured('beyond what a t bound holds', longTails),
  'tail away': () =>
    byNoise('beyond what a t bound holds', [tailAway, tailAwayAtLooks], noises, 'pass'),
  collapses: () => byNoise('what n seeds do not see', collapses, ['normal'], 'pass'),
  'success rate': () => [
    ['bound of the success rate above the true rate', ...counts.map((n) => `n = ${n}`)],
    ...[0, 1].map((missed): Row => {
      // Just below the bound, where it is wrong most often.
      const worst = (n: number) => successBounds(n - missed, n, alpha)[0] - 1e-9
      const name = `at the bound of ${missed === 0 ? 'n of n' : 'n - 1 of n'}`
      return [name, ...counts.map((n) => falseBoundRate(n, worst(n)))]
    }),
  ],
  shares: () => [
    ['false passes, share of all seeds', 'n', 'rate'],
    ...(
      [
        [0.5, 5],
        [0.5, 10],
        [0.8, 14],
        [0.8, 30],
        [0.9, 29],
        [0.9, 59],
      ] as const
    ).map(([share, n]): Row => {
      const name = `at least ${100 * share}% with confidence 95%, true rate ${100 * share}%`
      return [name, String(n), falseShareRate(n, share, alpha)]
    }),
  ],
  looks: () => [
    ['p-value at most', 'share of null claims, looks 3..10'],
    ...pValueRates().map(({ level, rate }): Row => [String(level), rate]),
  ],
  'estimate at looks': () => [
    ['true effect, sd', 'mean estimate of a pass, looks 3..10', 'of a pass of 10 seeds'],
    ...[0.5, 1, 2].map((effect): Row => {
      const { estimate, single } = estimateAfterPass(effect)
      return [String(effect), estimate.toFixed(2), single.toFixed(2)]
    }),
  ],
  'test set': () => [
    ['false passes over test sets', ...['here', 'beyond'].flatMap(ofCounts)],
    ...imageSets.flatMap((images) =>
      testSetClaims.map((claim): Row => {
        const rates = (beyond: boolean) =>
          counts.map((n) => testSetRate(images, claim, n, beyond, 4_000))
        return [`${images.name}: ${claim.name}`, ...rates(false), ...rates(true)]
      }),
    ),
  ],
  families: () => [
    ['ten claims, n = 5', 'any false pass', 'false among passes', 'power'],
    ...([undefined, 'bonferroni', 'holm', 'benjamini-hochberg'] as const).flatMap((method) =>
      [0, 5].map((holding): Row => {
        const { any, share, power } = familyRates(method, holding, 5)
        const name = `${method ?? 'one by one'}, ${holding} of them true`
        return [name, any, share, holding === 0 ? '' : power]
      }),
    ),
  ],
  power: () => [
    ['power', 'effect or margin', ...counts.map((n) => `n = ${n}`)],
    ...[0.5, 1, 1.5, 2, 3].map((effect): Row => [
      'mean, difference, ratio',
      `${effect} sd beyond`,
      ...counts.map((n) => powerOfMean(n, effect, alpha).toFixed(2)),
    ]),
    ...[1, 2, 3, 4].map((margin): Row => [
      'equivalence, exactly equal',
      `within ${margin} sd`,
      ...counts.map((n) => powerOfEquivalence(n, margin, 0, alpha).toFixed(2)),
    ]),
  ],
}

function ofCounts(name: string): string[] {
  return counts.map((n) => `${name}, n = ${n}`)
}

function byNoise(
  title: string,
  rows: readonly Judge[],
  of: readonly string[],
  outcome: 'pass' | 'fail',
): Row[] {
  const columns = of.flatMap((noise) => counts.map((n) => ({ noise, n })))
  return [
    [title, ...of.flatMap(ofCounts)],
    ...rows.map((judge): Row => [
      judge.name,
      ...columns.map(({ noise, n }) => rateOf(judge, noise, n, outcome)),
    ]),
  ]
}

function measured(title: string, rows: readonly MeasuredClaim[]): Row[] {
  return [
    [title, ...counts.map((n) => `n = ${n}`)],
    ...rows.map((claim): Row => [claim.name, ...counts.map((n) => passRate(claim, n))]),
  ]
}

function markdown([head = [], ...rows]: readonly Row[]): string {
  const line = (row: Row) =>
    `| ${row.map((cell) => (typeof cell === 'number' ? cell.toFixed(3) : cell)).join(' | ')} |`
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n')
}

const page = new URL('../../docs/statistics.md', import.meta.url)
const writing = process.argv.includes('--write')
for (const [name, make] of Object.entries(tables)) {
  const table = markdown(make())
  console.log(`${name}\n\n${table}\n`)
  if (!writing) continue
  const before = readFileSync(page, 'utf8')
  const [start, end] = [`<!-- ${name} -->`, `<!-- end of ${name} -->`]
  const [from, to] = [before.indexOf(start), before.indexOf(end)]
  if (from === -1 || to < from) throw new Error(`docs/statistics.md has no marks of ${name}`)
  writeFileSync(page, `${before.slice(0, from)}${start}\n\n${table}\n\n${before.slice(to)}`)
}
