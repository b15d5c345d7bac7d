/** @file `genspec explain CODE`: explains a diagnostic with a wrong and a right example. */

import { Command } from '@commander-js/extra-typings'
import chalk from 'chalk'
import type { Rule } from '../../diagnostics/rule.js'
import { rules } from '../../diagnostics/rules.js'
import { suggestion } from '../../diagnostics/suggest.js'
import { UsageError } from '../../project/spec-files.js'
import { visible } from '../../text/visible.js'

export function explainCommand() {
  return new Command('explain')
    .description('explain a diagnostic and how to fix it')
    .argument('[code]', 'a code such as GS2001; without one, all codes are listed')
    .action((code) => {
      if (code === undefined) {
        const lines = rules.map(
          ({ code, severity, title }) => `${code}  ${severity.padEnd(7)}  ${title}`,
        )
        process.stdout.write(`${lines.join('\n')}\n`)
        return
      }
      const rule = rules.find((one) => one.code === code.toUpperCase())
      if (rule === undefined) {
        const help =
          suggestion(
            code,
            rules.map((one) => one.code),
          ) ?? '`genspec explain` lists them'
        throw new UsageError(`there is no diagnostic \`${code}\`; ${help}`)
      }
      process.stdout.write(explanation(rule))
    })
}

function explanation({ code, severity, title, explanation, wrong, right }: Rule): string {
  const block = (text: string) =>
    text
      .split('\n')
      .map((line) => `  ${visible(line)}`.trimEnd())
      .join('\n')
  return `${chalk.bold(`${code}, ${severity}: ${title}`)}

${explanation}

${chalk.red('Wrong')}

${block(wrong)}

${chalk.green('Right')}

${block(right)}
`
}
