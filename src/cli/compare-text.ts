/** @file A comparison of two records as a table of marks, as in asv. */

import chalk from 'chalk'
import { type Compared, type Mark, legend } from '../lock/compare.js'
import { tableText } from '../text/table.js'
import { mapTexts, printable } from '../text/visible.js'

const paint: Record<Mark, (text: string) => string> = {
  '!': chalk.red,
  '*': chalk.green,
  '-': chalk.green,
  '+': chalk.red,
  '~': (text) => text,
  '=': (text) => text,
  x: chalk.gray,
}

/** @param names of the two records */
export function compareText(
  compared: readonly Compared[],
  names: readonly [string, string],
): string {
  const rows = mapTexts(compared, printable).map(
    ({ mark, claim, profile, before, after, note }) => [
      paint[mark](mark),
      claim + (profile === undefined ? '' : ` [${profile}]`),
      before?.verdict ?? '',
      after?.verdict ?? '',
      note,
    ],
  )
  const used = (Object.keys(legend) as Mark[]).filter((mark) =>
    compared.some((one) => one.mark === mark),
  )
  const key = used.map((mark) => `${mark} ${legend[mark]}`).join(', ')
  return `${tableText(['', 'claim', ...names.map(printable), ''], rows)}\n\n${chalk.dim(key)}`
}
