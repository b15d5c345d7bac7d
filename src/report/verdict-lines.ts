/** @file A judged claim as lines of text: a mark, the claim, and one sentence per verdict. */

import chalk from 'chalk'
import type { ClaimReport, ExpectationReport } from '../events/events.js'
import { basisOfClaim, checkWords, weakPasses } from '../events/headline.js'
import type { VerdictName } from '../judge/verdict.js'
import { mapTexts, printable } from '../text/visible.js'
import { wrap } from '../text/wrap.js'
import { intervalBar } from './bars.js'
import { type Canvas, glyphs } from './unicode.js'
import { verdictWords } from './verdict-words.js'

const paint: Record<VerdictName, (text: string) => string> = {
  pass: chalk.green,
  fail: chalk.red,
  inconclusive: chalk.yellow,
  error: chalk.red,
  skipped: chalk.gray,
}

const barWidth = 24

export function markOf(verdict: VerdictName, canvas: Canvas): string {
  return paint[verdict](glyphs(canvas).verdicts[verdict])
}

/** @param everyCase one line per case instead of one for the deciding case */
export function claimLines(told: ClaimReport, canvas: Canvas, everyCase = false): string[] {
  const claim = mapTexts(told, printable)
  const { name, title, verdict, sentence, help, exploratory, expectations } = claim
  const head = [
    `${markOf(verdict, canvas)} ${chalk.bold(name)}`,
    ...(title === undefined ? [] : [title]),
    ...(basisOfClaim(claim) === 'published' ? [chalk.dim(checkWords)] : []),
    ...(exploratory ? [chalk.yellow('exploratory: not the seeds of the spec')] : []),
  ].join('  ')
  const lines = wrap(` ${head}`, canvas.width, 3)
  const say = (text: string, indent: number) =>
    lines.push(...wrap(' '.repeat(indent) + text, canvas.width, indent))
  if (sentence !== undefined) say(`${verdictWords[verdict]}: ${sentence}`, 5)
  if (help !== undefined) say(chalk.dim(`help: ${help}`), 5)
  for (const expectation of expectations) {
    const { verdict: judged, cases, line } = expectation
    const place = judged.verdict === 'pass' ? '' : chalk.dim(`  ${claim.file}:${line}`)
    lines.push(
      ...wrap(`   ${markOf(judged.verdict, canvas)} ${judged.sentence}${place}`, canvas.width, 5),
    )
    const bar = barOf(expectation, canvas)
    if (bar !== undefined) lines.push(`     ${bar}`)
    if (judged.help !== undefined) say(chalk.dim(judged.help), 5)
    if (!everyCase || cases.length < 2) continue
    for (const one of cases) {
      const label = one.label === undefined ? '' : `${one.label}: `
      const text = `     ${markOf(one.verdict, canvas)} ${label}${one.sentence}`
      lines.push(...wrap(text, canvas.width, 7))
    }
  }
  return lines
}

/** The line of the case that represents the expectation. */
function barOf({ cases, verdict }: ExpectationReport, canvas: Canvas): string | undefined {
  const evidence = cases.find((one) => one.verdict === verdict.verdict)?.evidence
  if (evidence === undefined || canvas.width < barWidth + 10) return undefined
  const bar = intervalBar(evidence, verdict.verdict, barWidth, glyphs(canvas))
  return bar === undefined ? undefined : paint[verdict.verdict](bar)
}

/** `9 passed (1 with one seed, 2 checks of published numbers), 1 failed` */
export function countLine(
  counts: Record<VerdictName, number>,
  claims: readonly ClaimReport[],
): string {
  const weak = weakPasses(claims)
  const aside = weak === '' ? '' : ` (${weak})`
  const parts = (Object.keys(verdictWords) as VerdictName[])
    .filter((name) => counts[name] > 0)
    .map((name) =>
      paint[name](`${counts[name]} ${verdictWords[name]}${name === 'pass' ? aside : ''}`),
    )
  return parts.length === 0 ? 'nothing was judged' : parts.join(', ')
}
