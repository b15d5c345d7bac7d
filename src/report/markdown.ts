/** @file Published and measured values as Markdown, for a README, a pull request or a job summary. */

import type { ClaimReport } from '../events/events.js'
import { chanceTexts } from '../events/chance.js'
import { basisOfClaim, checkWords, headline } from '../events/headline.js'
import {
  type Results,
  countsOf,
  helpOf,
  incompleteness,
  sentencesOf,
  worstFirst,
} from '../events/results.js'
import type { VerdictName } from '../judge/verdict.js'
import { mapTexts, visible } from '../text/visible.js'
import { webAddress } from '../text/web-address.js'
import { cell, code, link, paragraph, prose } from './markdown-text.js'
import { rowsOf } from './measured.js'
import { onTheseTestImages, verdictWords } from './verdict-words.js'

const marks: Record<VerdictName, string> = {
  pass: '✅',
  fail: '❌',
  inconclusive: '❔',
  error: '⚠️',
  skipped: '➖',
}

export interface MarkdownOptions {
  /** The URL of a spec's line; without it the place is plain text. */
  linkTo?: (file: string, line: number) => string
}

export function markdownReport(given: Results, options: MarkdownOptions = {}): string {
  const results = mapTexts(given, visible)
  const { start, claims } = results
  const incomplete = incompleteness(results)
  const counts = countsOf(claims)
  const listed = worstFirst
    .filter((name) => counts[name] > 0)
    .map((name) => `${counts[name]} ${verdictWords[name]}`)
  const lines = [
    '# Claims',
    '',
    `**${headline(claims)}** (${listed.join(', ') || 'none'})${profileText(results)}.`,
    '',
    ...chanceTexts(start.papers, claims).flatMap((text) => [text, '']),
    ...(incomplete === undefined ? [] : [`> ${incomplete}`, '']),
  ]
  for (const paper of start.papers) {
    const title = link(cell(paper.title ?? paper.name), webAddress(paper.link ?? ''))
    const rest = [paper.authors, paper.venue].filter((part) => part !== undefined)
    lines.push(`${[`*${title}*`, ...rest.map(cell)].join(', ')}`, '')
  }
  for (const file of new Set(claims.map((claim) => claim.file))) {
    lines.push(`## ${cell(file)}`, '')
    lines.push('| | Claim | Where | Expected | Published | Measured |', '|-|-|-|-|-|-|')
    for (const claim of claims) if (claim.file === file) lines.push(...rows(claim, options))
    lines.push('')
  }
  const told = worstFirst
    .filter((name) => name !== 'pass' && name !== 'skipped')
    .flatMap((name) => claims.filter(({ verdict }) => verdict === name))
  if (told.length > 0) {
    lines.push('## What did not pass', '')
    for (const claim of told) lines.push(...explanation(claim, options))
    lines.push('')
  }
  const notes = [...new Set(claims.flatMap(({ dataNotes }) => dataNotes ?? []))]
  if (notes.length > 0)
    lines.push('## The data', '', ...notes.map((note) => `- ${prose(note)}`), '')
  const skipped = claims.filter(({ verdict }) => verdict === 'skipped')
  if (skipped.length > 0) lines.push('## What was not judged', '', ...reasons(skipped), '')
  lines.push(`<sub>${onTheseTestImages}</sub>`, '')
  lines.push(
    `<sub>genspec ${start.genspec}, engine ${cell(start.engine.name)}: ${code(start.command)}</sub>`,
  )
  return `${lines.join('\n')}\n`
}

function profileText({ start }: Results): string {
  return start.profile === undefined ? '' : `, in profile ${code(start.profile)}`
}

function rows(claim: ClaimReport, { linkTo }: MarkdownOptions): string[] {
  const { name, title, file, line, verdict, cites } = claim
  const label = cell(title ?? name)
  const check = basisOfClaim(claim) === 'published' ? ` (${checkWords})` : ''
  const linked = `${link(label, linkTo?.(file, line))}${check}`
  const where = cites.map(({ paper, place }) => `${paper} ${place}`.trim()).join('; ')
  const listed = rowsOf(claim)
  if (listed.length === 0) return [`| ${marks[verdict]} | ${linked} | ${cell(where)} | | | |`]
  return listed.map(({ expectation, quantity, published, measured }, index) => {
    const judged = expectation?.verdict.verdict ?? (index === 0 ? verdict : undefined)
    const mark = judged ? marks[judged] : ''
    const head = index === 0 ? `${linked} | ${cell(where)}` : ' | '
    const expected = code(expectation?.text ?? quantity)
    return `| ${mark} | ${head} | ${expected} | ${cell(published)} | ${cell(measured)} |`
  })
}

function explanation(claim: ClaimReport, { linkTo }: MarkdownOptions): string[] {
  const { name, file, line, verdict } = claim
  const place = link(cell(`${file}:${line}`), linkTo?.(file, line))
  const help = helpOf(claim)
  return [
    `- ${marks[verdict]} ${code(name)} ${verdictWords[verdict]} (${place}): ${prose(sentencesOf(claim).join('; '))}`,
    ...(help === undefined || help.trim() === '' ? [] : [`  - ${paragraph(help)}`]),
  ]
}

/** Each reason once, with its claims. */
function reasons(skipped: readonly ClaimReport[]): string[] {
  const names = new Map<string, string[]>()
  for (const claim of skipped) {
    const reason = sentencesOf(claim).join('; ')
    names.set(reason, [...(names.get(reason) ?? []), code(claim.name)])
  }
  return [...names].map(
    ([reason, of]) => `- ${marks.skipped} ${prose(reason)} (${of.length}): ${of.join(', ')}`,
  )
}
