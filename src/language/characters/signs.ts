/** @file Signs that specs write differently, with their replacements. */

import type { Diagnostic } from '../../diagnostics/diagnostic.js'
import { foreignOperator, lookalike } from '../../diagnostics/foreign.js'
import type { Source, Span } from '../../diagnostics/source.js'
import { hiddenCharacter } from '../../diagnostics/syntax.js'
import { characterName } from '../../text/character-name.js'

interface Sign {
  help: string
  /** The only possible replacement. */
  meant?: string
}

const write = (meant: string): Sign => ({ meant, help: `write \`${meant}\`` })

const signs: [string, Sign][] = [
  ['≥⩾≧', write('>=')],
  ['≤⩽≦', write('<=')],
  ['×✕✖⋅·∙∗', { meant: '*', help: 'write `*` or `times`' }],
  ['÷∕⁄', write('/')],
  ['≈≃≅∼', { meant: '~', help: 'write `~ … within …`' }],
  ['−–—‐‑‒―', write('-')],
  ['≠', { help: 'say how far apart they must be: `a - b > 3pp`' }],
  ['±', { help: 'write `~ 90% within 1pp`' }],
  ['∈', write('in')],
  ['∧', { help: 'write two `expect` statements' }],
  ['∨', { help: 'a claim expects all that it says; write two claims' }],
  ['²³', { help: 'multiply: `n * n`' }],
]

const operators = new Map(signs.flatMap(([all, sign]) => [...all].map((one) => [one, sign])))

/** Punctuation that NFKC does not change. */
const punctuation = new Map(
  Object.entries({ '、': ',', '。': '.', '〜': '~', '〔': '[', '〕': ']' }),
)

/** The diagnostic for a character that is neither ASCII nor part of a word. */
export function signSlip(source: Source, span: Span): Diagnostic {
  const { text } = source
  const character = text.slice(span.start, span.end)
  const name = characterName(character)
  const [before = '', after = ''] = [text[span.start - 1], text[span.end]]
  const between = (pattern: RegExp) => pattern.test(before) && pattern.test(after)
  if (/\p{Zs}/u.test(character)) {
    const meant = /\d/.test(before) && after === '%' ? '' : ' '
    return lookalike(source, span, `${name} is not a space`, meant)
  }
  if (/[\p{Cf}\p{Default_Ignorable_Code_Point}]/u.test(character)) {
    return hiddenCharacter(source, span, character)
  }
  const shown = `\`${character}\`, ${name},`
  if (/[…‥]/.test(character) || (/[–—‒―～〜]/.test(character) && between(/\d/))) {
    return lookalike(source, span, `${shown} is not a range`, '..')
  }
  if (/[×✕✖]/.test(character) && between(/\d/)) {
    return lookalike(source, span, `${shown} is not the \`x\` of a size`, 'x')
  }
  const sign = operators.get(character)
  if (sign) {
    const meant = sign.meant === '-' && between(/\p{L}/u) ? ' - ' : sign.meant
    return foreignOperator(source, span, character, sign.help, meant)
  }
  const plain = punctuation.get(character) ?? character.normalize('NFKC')
  return /^[\x20-\x7E]$/.test(plain)
    ? lookalike(source, span, `${shown} is not \`${plain}\``, plain)
    : lookalike(source, span, `${shown} has no meaning here`)
}
