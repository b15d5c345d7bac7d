/** @file Diagnostics of the parser: GS1xxx. */

import { characterName } from '../text/character-name.js'
import { defineRule } from './rule.js'
import type { Span } from './source.js'

const claim = (expectation: string) =>
  `claim c {\n  run mlp on digits with short over 3 seeds\n  ${expectation}\n}`

const right = claim('expect train acc > 0.9')

export const notUtf8 = defineRule(
  {
    code: 'GS1021',
    severity: 'error',
    title: 'a file that is not UTF-8',
    explanation:
      'Specs must be UTF-8, with or without a byte order mark. genspec neither uses nor changes a file in another encoding. U+FFFD marks a character that an earlier conversion lost.',
    wrong: 'paper p {\n  title "Caf\uFFFD"\n}',
    right: 'paper p {\n  title "Café"\n}',
  },
  (_source, _span, message: string, help: string) => ({ message, help }),
)

export const hiddenCharacter = defineRule(
  {
    code: 'GS1022',
    severity: 'error',
    title: 'a hidden character',
    explanation:
      'Control characters, and characters that change the direction of text or look like the end of a line, can make a spec look different from its content. They are not allowed anywhere in a spec, not even in a comment. Letters of every script are allowed.',
    wrong: '// checked \u202E twice\npaper p {\n  title "One"\n}',
    right: '// checked twice\npaper p {\n  title "One"\n}',
  },
  (_source, span, character: string) => {
    const name = characterName(character)
    if (/[\v\f\r\x85\u2028\u2029]/.test(character)) {
      return {
        message: `${name} can look like the end of a line, but is not one`,
        help: 'begin a new line, or write a space',
        fix: { title: 'write a space', edits: [{ span, text: ' ' }] },
      }
    }
    const effect = /\p{Bidi_Control}/u.test(character)
      ? 'changes the direction of the text'
      : 'is hidden'
    return {
      message: `${name} ${effect}`,
      help: 'remove it',
      fix: { title: 'remove it', edits: [{ span, text: '' }] },
    }
  },
)

export const unexpectedText = defineRule(
  {
    code: 'GS1001',
    severity: 'error',
    title: 'unexpected text',
    explanation:
      'The text does not follow the grammar from here on. A statement ends at the end of its line; a block is `NAME { … }`; a comment begins with `//`.',
    wrong: claim('expect train acc >'),
    right,
  },
  /** @param form the correct form of the statement around it */
  (_source, _span, found: string, expected: readonly string[], form?: string) => {
    const help = [
      ...(expected.length > 0 ? [`expected ${expected.join(' or ')} here`] : []),
      ...(form === undefined ? [] : [`the statement is written \`${form}\``]),
    ]
    return { message: `unexpected ${found}`, ...(help.length > 0 && { help: help.join('; ') }) }
  },
)

export const unclosedBracket = defineRule(
  {
    code: 'GS1002',
    severity: 'error',
    title: 'an unclosed bracket',
    explanation: 'The closing bracket is missing: `}` of a block, `)` of a call or `]` of a list.',
    wrong:
      'claim c {\n  cites p\n  run mlp on digits with short over 3 seeds\n  expect train acc > 0.9\n\npaper p { title "One" }',
    right:
      'claim c {\n  cites p\n  run mlp on digits with short over 3 seeds\n  expect train acc > 0.9\n}\n\npaper p { title "One" }',
  },
  /** @param end where the closing bracket belongs; covers a trailing comma */
  (source, _span, bracket: string, closing: string, end: Span, indent: string) => ({
    message: `this \`${bracket}\` is not closed`,
    help: `close it with \`${closing}\``,
    fix: {
      title: `add \`${closing}\``,
      edits: [{ span: end, text: `${bracket === '{' ? `\n${indent}` : ''}${closing}` }],
    },
    related: [{ source, span: end, label: `a \`${closing}\` is missing here` }],
  }),
)

export const strayBracket = defineRule(
  {
    code: 'GS1003',
    severity: 'error',
    title: 'an extra closing bracket',
    explanation: 'There is no open bracket for this one to close.',
    wrong: `${right}\n}`,
    right,
  },
  (_source, span, bracket: string) => ({
    message: `\`${bracket}\` closes nothing`,
    help: 'remove it',
    fix: { title: 'remove it', edits: [{ span, text: '' }] },
  }),
)

export const unclosedText = defineRule(
  {
    code: 'GS1009',
    severity: 'error',
    title: 'unclosed text',
    explanation: 'The closing quote is missing. Text must end on the line on which it begins.',
    wrong: 'paper p {\n  title "One\n}',
    right: 'paper p {\n  title "One"\n}',
  },
  (_source, span) => ({
    message: 'this text is not closed',
    help: 'end it with `"` on the same line',
    fix: { title: 'add `"`', edits: [{ span: { start: span.end, end: span.end }, text: '"' }] },
  }),
)

export const missingMargin = defineRule(
  {
    code: 'GS1012',
    severity: 'error',
    title: '`~` without a margin',
    explanation: '`within` says how close is close enough.',
    wrong: claim('expect test acc ~ chance under random labels'),
    right: claim('expect test acc ~ chance within 5pp under random labels'),
  },
  () => ({
    message: '`~` needs a margin',
    help: 'add a margin: `~ chance within 1pp`',
  }),
)

export const tooDeep = defineRule(
  {
    code: 'GS1014',
    severity: 'error',
    title: 'nested too deeply',
    explanation:
      'Blocks, calls and parentheses can be nested up to 64 levels deep, arithmetic up to 200.',
    wrong: claim(`expect train acc > ${'('.repeat(70)}0.9${')'.repeat(70)}`),
    right,
  },
  () => ({ message: 'this is nested too deeply', help: 'declare a part of it and use its name' }),
)

export const tooLong = defineRule(
  {
    code: 'GS1015',
    severity: 'error',
    title: 'too long',
    explanation: 'A line can have up to 2,000 characters, and a file up to a million.',
    wrong: `// ${'long '.repeat(500)}\n${right}`,
    right: `// short\n${right}`,
  },
  (_source, _span, what: string, most: number) => ({
    message: `this ${what} has more than ${most.toLocaleString('en-US')} characters`,
    help: what === 'line' ? 'break the line' : 'split the file and join the parts with `use`',
  }),
)
