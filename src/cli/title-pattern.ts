/** @file The pattern of `--title`, matched by RE2 in time linear in the text. */

import { InvalidArgumentError } from '@commander-js/extra-typings'
import { createRequire } from 'node:module'
import type { RE2JS } from 're2js'

export type TitlePattern = Pick<RegExp, 'test'>

const longest = 500

/** @throws InvalidArgumentError */
export function titlePattern(text: string): TitlePattern {
  if (text.length > longest) {
    throw new InvalidArgumentError(`It is longer than ${longest} characters.`)
  }
  // Loaded only if there is a pattern.
  const engine = createRequire(import.meta.url)('re2js') as { RE2JS: typeof RE2JS }
  try {
    const pattern = engine.RE2JS.compile(engine.RE2JS.translateRegExp(text))
    return { test: (title) => pattern.matcher(title).find() }
  } catch (error) {
    const reason = (error as Error).message.replace(/^error parsing regexp: /, '')
    throw new InvalidArgumentError(`It is not a regular expression of RE2: ${reason}.`)
  }
}
