/** @file docs/errors.md: every diagnostic with a wrong and a right example. */

import { visible } from '../../text/visible.js'
import type { Rule } from '../rule.js'

/** Longer examples show nothing more: one line of them is cut. */
const longest = 100

export function errorsPage(rules: readonly Rule[]): string {
  const sections = rules.map(
    ({ code, severity, title, explanation, wrong, right }) => `## ${code}: ${title}

${severity === 'error' ? 'An error.' : 'A warning.'} ${explanation}

Wrong:

\`\`\`gen
${shown(wrong)}
\`\`\`

Right:

\`\`\`gen
${shown(right)}
\`\`\`
`,
  )
  return `# Errors and warnings

What \`genspec check\` can say, by code; \`genspec explain CODE\` shows one of them. The examples leave
out what does not matter. This page is written by \`npm run docs:errors\`.

${sections.join('\n')}`
}

function shown(text: string): string {
  return text
    .split('\n')
    .map(visible)
    .map((line) => (line.length > longest ? `${line.slice(0, longest)}…` : line))
    .join('\n')
}
