/** @file Published values next to measured ones. */

import type { ReportedValue } from '../claims/citation.js'
import type { ClaimReport, ExpectationReport } from '../events/events.js'
import { caseOf } from '../events/results.js'
import { formatOnScale, formatValue } from '../judge/format.js'
import type { Evidence } from '../judge/verdict.js'
import { estimateText, leftMeanText } from './evidence-text.js'

export interface Row {
  /** Absent if no expectation is about the published value. */
  expectation?: ExpectationReport
  /** The published quantity in the words of `reported`; otherwise the expectation. */
  quantity: string
  published: string
  measured: string
}

type PublishedValue = Extract<ReportedValue, { type: 'value' }>

/** A row for each expectation, then one for each published value that no expectation is about. */
export function rowsOf({ expectations, reported }: ClaimReport): Row[] {
  const values = reported.filter((one) => one.type === 'value')
  const used = new Set<PublishedValue>()
  const rows = expectations.map((expectation): Row => {
    const published = values.find((value) => !used.has(value) && isAbout(expectation, value))
    if (published) used.add(published)
    const spoken = caseOf(expectation)
    const evidence = spoken?.evidence
    const measured = evidence ? measuredText(evidence, published, spoken.arms.length > 0) : ''
    if (isCheck(expectation)) {
      return { expectation, quantity: expectation.text, published: measured, measured: '' }
    }
    return {
      expectation,
      quantity: published?.text ?? expectation.text,
      published: published ? formatValue(published.value, published.unit) : '',
      measured,
    }
  })
  const others = values.filter((value) => !used.has(value))
  return [
    ...rows,
    ...others.map(({ text, value, unit }) => ({
      quantity: text,
      published: formatValue(value, unit),
      measured: '',
    })),
  ]
}

/**
 * True for a check of published numbers. Streams of older versions lack the basis: in them, it is evidence
 * without runs.
 */
function isCheck({ basis, cases }: ExpectationReport): boolean {
  const arithmetic = cases.length > 0 && cases.every((one) => one.arms.length === 0)
  return basis === undefined ? arithmetic : basis === 'published'
}

/**
 * True if an expectation is about a published value: `test acc under random labels > 9%` is about `test acc`.
 */
function isAbout({ text }: ExpectationReport, published: PublishedValue): boolean {
  return text.startsWith(`${published.text} `)
}

/** Formats the estimate with its interval; next to a published value, the mean of the same quantity. */
function measuredText(evidence: Evidence, published?: PublishedValue, counting = true): string {
  const { n } = evidence
  const count = `n = ${n}`
  // A number of the set-up has no seeds.
  if (!counting) return estimateText(evidence)
  if (published) {
    return `${leftMeanText(evidence, published.unit)} (${count})`
  }
  const estimate = estimateText(evidence)
  const { interval } = evidence
  if (interval === undefined) return `${estimate} (${count})`
  const [low, high] = [interval.low, interval.high].map((end) =>
    formatOnScale(evidence, Number(end)),
  )
  const level = Number((100 * interval.level).toFixed(2))
  return `${estimate} (${level}% interval ${low ?? ''} to ${high ?? ''}, ${count})`
}
