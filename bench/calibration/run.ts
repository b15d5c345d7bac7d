/** @file Prints the calibration tables of docs/verdicts.md. Usage: npm run bench:calibration */

import { successBounds } from '../../src/statistics/binomial.js'
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
