/** @file A judged claim in lines: a mark, the claim, and one sentence per verdict. */

import chalk from 'chalk'
import type { JudgedClaim, VerdictName } from '../judge/verdict.js'

const marks: Record<VerdictName, string> = {
  pass: chalk.green('✓'),
  fail: chalk.red('✗'),
  inconclusive: chalk.yellow('?'),
  error: chalk.red('!'),
  skipped: chalk.gray('-'),
}

export const verdictWords: Record<VerdictName, string> = {
  pass: 'passed',
  fail: 'failed',
  inconclusive: 'inconclusive',
  error: 'in error',
  skipped: 'skipped',
}

export function claimLines({
  claim,
  verdict,
  sentence,
  help,
  expectations,
}: JudgedClaim): string[] {
  const title = claim.title === undefined ? '' : `  ${claim.title}`
  const exploratory = claim.exploratory
    ? chalk.yellow('  exploratory: other seeds than its own')
    : ''
  const lines = [` ${marks[verdict]} ${chalk.bold(claim.name)}${title}${exploratory}`]
  if (sentence !== undefined) lines.push(`     ${verdictWords[verdict]}: ${sentence}`)
  if (help !== undefined) lines.push(`     ${chalk.dim(`help: ${help}`)}`)
  for (const { expectation, verdict: judged } of expectations) {
    const place = judged.verdict === 'pass' ? '' : chalk.dim(`  ${claim.file}:${expectation.line}`)
    lines.push(`   ${marks[judged.verdict]} ${judged.sentence}${place}`)
    if (judged.help !== undefined) lines.push(`     ${chalk.dim(judged.help)}`)
  }
  return lines
}

/** `2 claims passed, 1 failed` */
export function countLine(counts: Record<VerdictName, number>): string {
  const paint: Record<VerdictName, (text: string) => string> = {
    pass: chalk.green,
    fail: chalk.red,
    inconclusive: chalk.yellow,
    error: chalk.red,
    skipped: chalk.gray,
  }
  const parts = (Object.keys(verdictWords) as VerdictName[])
    .filter((name) => counts[name] > 0)
    .map((name) => paint[name](`${counts[name]} ${verdictWords[name]}`))
  return parts.length === 0 ? 'nothing was judged' : parts.join(', ')
}
