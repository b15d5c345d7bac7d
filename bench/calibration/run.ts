/** @file Prints the calibration tables of docs/statistics.md. Usage: npm run bench:calibration */

import { estimateAfterPass, pValueRates } from './looks.js'
import { successBounds } from '../../src/statistics/binomial.js'
import { type MeasuredClaim, measuredClaims, passRate, longTails } from './measured.js'
import {
  type Judge,
  alpha,
  counts,
  falseBoundRate,
  judges,
  noises,
  rateOf,
  tailAway,
  trueClaims,
} from './simulate.js'

function table(title: string, rows: readonly Judge[], outcome: 'pass' | 'fail'): void {
  const columns = noises.flatMap((noise) => counts.map((n) => ({ noise, n })))
  console.log(`| ${[title, ...columns.map(({ noise, n }) => `${noise}, n = ${n}`)].join(' | ')} |`)
  console.log(`|${' --- |'.repeat(columns.length + 1)}`)
  for (const judge of rows) {
    const rates = columns.map(({ noise, n }) => rateOf(judge, noise, n, outcome).toFixed(3))
    console.log(`| ${[judge.name, ...rates].join(' | ')} |`)
  }
  console.log()
}

table('false passes', judges, 'pass')
function measuredTable(title: string, rows: readonly MeasuredClaim[]): void {
  console.log(`| ${[title, ...counts.map((n) => `n = ${n}`)].join(' | ')} |`)
  console.log(`|${' --- |'.repeat(counts.length + 1)}`)
  for (const claim of rows) {
    const rates = counts.map((n) => passRate(claim, n).toFixed(3))
    console.log(`| ${[claim.name, ...rates].join(' | ')} |`)
  }
  console.log()
}

measuredTable('false passes of counts, times and ties', measuredClaims)
measuredTable('beyond what a t bound holds', longTails)
table('false fails', trueClaims, 'fail')
table('beyond what a t bound holds', [tailAway], 'pass')

console.log('| bound of the success rate above the true rate | n = 3 | n = 5 | n = 10 |')
console.log('| --- | --- | --- | --- |')
for (const missed of [0, 1]) {
  // Just below the bound itself, where it is wrong most often.
  const worst = (n: number) => successBounds(n - missed, n, alpha)[0] - 1e-9
  const rates = counts.map((n) => falseBoundRate(n, worst(n)).toFixed(3))
  console.log(
    `| at the bound of ${missed === 0 ? 'n of n' : 'n - 1 of n'} | ${rates.join(' | ')} |`,
  )
}

console.log('\n| p-value at most | share of null claims, looks 3..10 |')
console.log('| --- | --- |')
for (const { level, rate } of pValueRates()) console.log(`| ${level} | ${rate.toFixed(3)} |`)

console.log('\n| true effect, sd | mean estimate of a pass, looks 3..10 | of a pass of 10 seeds |')
console.log('| --- | --- | --- |')
for (const effect of [0.5, 1, 2]) {
  const { estimate, single } = estimateAfterPass(effect)
  console.log(`| ${effect} | ${estimate.toFixed(2)} | ${single.toFixed(2)} |`)
}
