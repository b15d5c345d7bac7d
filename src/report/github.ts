/** @file Annotations at the claims' lines and a job summary for GitHub Actions. */

import { workflowCommand } from '../diagnostics/render/workflow-command.js'
import type { ClaimReport } from '../events/events.js'
import { type Results, byVerdict, helpOf, sentencesOf } from '../events/results.js'
import type { VerdictName } from '../judge/verdict.js'
import { mapTexts, visible } from '../text/visible.js'
import { markdownReport } from './markdown.js'

type Level = Parameters<typeof workflowCommand>[0]

const levels: Partial<Record<VerdictName, Level>> = {
  fail: 'error',
  error: 'error',
  inconclusive: 'warning',
  skipped: 'notice',
}

/** A claim without its data fails in CI, like an inconclusive one. */
function levelOf({ verdict, skippedFor }: ClaimReport): Level | undefined {
  return skippedFor === 'data' ? 'warning' : levels[verdict]
}

/** GitHub's limit for each level in a step. */
const mostOfALevel = 10

/** GitHub refuses a summary above 1 MiB. */
const mostBytes = 1024 * 1024

/** The worst first. Annotations beyond GitHub's limit are counted in the last one of their level. */
export function githubAnnotations(results: Results): string {
  const { claims } = mapTexts(results, visible)
  const lines: string[] = []
  for (const level of ['error', 'warning', 'notice'] as const) {
    const own = byVerdict(claims).filter((claim) => levelOf(claim) === level)
    const shown = own.length > mostOfALevel ? mostOfALevel - 1 : own.length
    for (const claim of own.slice(0, shown)) {
      const { name, file, line, verdict, expectations } = claim
      const decisive = expectations.find((one) => one.verdict.verdict === verdict)
      const text = [...sentencesOf(claim), helpOf(claim)].filter((part) => part !== undefined)
      const properties = { file, line: decisive?.line ?? line, title: `${name}: ${verdict}` }
      lines.push(workflowCommand(level, properties, text.join('\n')))
    }
    if (shown < own.length) {
      const rest = own.slice(shown).map(({ name }) => name)
      const title = `${rest.length} more claims`
      lines.push(workflowCommand(level, { title }, `see the job summary: ${rest.join(', ')}`))
    }
  }
  return lines.map((line) => `${line}\n`).join('')
}

/** @param environment GitHub's variables, for links to lines at the commit */
export function githubSummary(results: Results, environment: NodeJS.ProcessEnv): string {
  const { GITHUB_SERVER_URL: server, GITHUB_REPOSITORY: name, GITHUB_SHA: commit } = environment
  const known = server !== undefined && name !== undefined && commit !== undefined
  const linkTo = (file: string, line: number) =>
    `${server ?? ''}/${name ?? ''}/blob/${commit ?? ''}/${file.split('/').map(encodeURIComponent).join('/')}#L${line}`
  const text = markdownReport(results, known ? { linkTo } : {})
  if (Buffer.byteLength(text) <= mostBytes) return text
  const note = '\n\nThe rest does not fit: see the HTML report.\n'
  const cut = Buffer.from(text)
    .subarray(0, mostBytes - note.length)
    .toString('utf8')
  return cut.slice(0, cut.lastIndexOf('\n')) + note
}
