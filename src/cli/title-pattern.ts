/** @file The pattern of `--title`, by an engine whose time grows with the text alone, whatever the pattern. */

import { InvalidArgumentError } from '@commander-js/extra-typings'
import { createRequire } from 'node:module'
import type { RE2JS } from 're2js'

export type TitlePattern = Pick<RegExp, 'test'>

const longest = 500

/** @throws InvalidArgumentError */
export function titlePattern(text: string): TitlePattern {
  if (text.length > longest) {
    throw new InvalidArgumentError(`It has more than ${longest} characters.`)
  }
  // Loaded where a pattern is given: no other command needs it.
  const engine = createRequire(import.meta.url)('re2js') as { RE2JS: typeof RE2JS }
  try {
    const pattern = engine.RE2JS.compile(engine.RE2JS.translateRegExp(text))
    return { test: (title) => pattern.matcher(title).find() }
  } catch (error) {
    const reason = (error as Error).message.replace(/^error parsing regexp: /, '')
    throw new InvalidArgumentError(`It is no regular expression of RE2: ${reason}.`)
  }
}
