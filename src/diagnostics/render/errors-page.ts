/** @file docs/errors.md: every diagnostic with a wrong and a right example. */

import { visible } from '../../text/visible.js'
import type { Rule } from '../rule.js'

/** Longer lines of examples are cut. */
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

Every diagnostic of \`genspec check\`, by code. \`genspec explain CODE\` shows one of them. The examples
leave out unrelated statements. \`npm run docs:errors\` generates this page.

${sections.join('\n')}`
}

function shown(text: string): string {
  return text
    .split('\n')
    .map(visible)
    .map((line) => (line.length > longest ? `${line.slice(0, longest)}…` : line))
    .join('\n')
}
