/** @file A LaTeX table (booktabs) of the published and the measured values. */

import type { ExpectationReport } from '../events/events.js'
import { checkWords } from '../events/headline.js'
import type { Results } from '../events/results.js'
import { mapTexts, printable } from '../text/visible.js'
import { rowsOf } from './measured.js'
import { verdictWords } from './verdict-words.js'

export function latexReport(results: Results): string {
  const { start, claims } = mapTexts(results, printable)
  const lines = [
    `% Made by genspec ${start.genspec}: ${start.command}`,
    '% Needs \\usepackage{booktabs}.',
    '\\begin{tabular}{llrrl}',
    '\\toprule',
    'Claim & Expected & Published & Measured & Verdict \\\\',
    '\\midrule',
  ]
  for (const claim of claims) {
    const rows = rowsOf(claim)
    const title = escape(claim.title ?? claim.name)
    if (rows.length === 0) lines.push(`${title} & & & & ${verdictWords[claim.verdict]} \\\\`)
    for (const [index, { expectation, quantity, published, measured }] of rows.entries()) {
      const cells = [
        index === 0 ? title : '',
        escape(expectation?.text ?? quantity),
        escape(published),
        escape(measured),
        expectation ? verdictText(expectation) : '',
      ]
      lines.push(`${cells.join(' & ')} \\\\`)
    }
  }
  lines.push('\\bottomrule', '\\end{tabular}')
  return `${lines.join('\n')}\n`
}

function verdictText({ verdict, basis }: ExpectationReport): string {
  const word = verdictWords[verdict.verdict]
  return basis === 'published' ? `${word} (${checkWords})` : word
}

const special: Record<string, string> = {
  '\\': '\\textbackslash{}',
  '~': '\\textasciitilde{}',
  '^': '\\textasciicircum{}',
  '<': '\\textless{}',
  '>': '\\textgreater{}',
  '×': '$\\times$',
  '|': '\\textbar{}',
  // After the `\\\\` of the row above, these two would be its arguments.
  '[': '{[}',
  '*': '{*}',
}

function escape(text: string): string {
  return text.replace(/[\\~^<>×|[*&%$#_{}]/g, (character) => special[character] ?? `\\${character}`)
}
