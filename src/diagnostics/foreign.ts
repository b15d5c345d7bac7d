/** @file Diagnostics about the syntax of other languages: GS10xx. */

import { characterName } from '../text/character-name.js'
import { defineRule } from './rule.js'
import type { Span } from './source.js'

const claim = (expectation: string) =>
  `claim c {\n  run mlp on digits with short over 3 seeds\n  ${expectation}\n}`

const right = claim('expect train acc > 0.9')

export const doubleEquals = defineRule(
  {
    code: 'GS1004',
    severity: 'error',
    title: '`==` for `=`',
    explanation:
      'Write equality as `=`. Measured quantities are rarely equal to the last digit: `~ 90% within 1pp` says how close they must be.',
    wrong: claim('expect params == 50_890'),
    right: claim('expect params = 50_890'),
  },
  (_source, span) => ({
    message: 'write equality as `=`',
    help: 'for measured values, say how close they must be: `~ 90% within 1pp`',
    fix: { title: 'write `=`', edits: [{ span, text: '=' }] },
  }),
)

export const equalsForColon = defineRule(
  {
    code: 'GS1005',
    severity: 'error',
    title: '`=` in an argument',
    explanation: 'Write a named argument with a colon: `gaussian_noise(sd: 0.1)`.',
    wrong: 'corruption c(p = 10%) = random_labels(p = p)',
    right: 'corruption c(p = 10%) = random_labels(p: p)',
  },
  (_source, span) => ({
    message: 'a named argument is written with `:`',
    fix: { title: 'write `:`', edits: [{ span, text: ':' }] },
  }),
)

export const punctuatedSetting = defineRule(
  {
    code: 'GS1006',
    severity: 'error',
    title: 'punctuation between a setting and its value',
    explanation: 'Write a setting as its name followed by its value, without `=`, `:` or `;`.',
    wrong: 'training t {\n  optimizer sgd\n  rate = 0.1\n  until 3 epochs\n}',
    right: 'training t {\n  optimizer sgd\n  rate 0.1\n  until 3 epochs\n}',
  },
  (_source, span, found: string) => ({
    message:
      found === ';'
        ? 'a statement ends at the end of its line, without `;`'
        : `write a setting and its value without \`${found}\` between them`,
    fix: { title: `remove \`${found}\``, edits: [{ span, text: '' }] },
  }),
)

export const pastedJson = defineRule(
  {
    code: 'GS1007',
    severity: 'error',
    title: 'JSON in a spec',
    explanation:
      'This looks like JSON or a Python dictionary. Write one setting per line, without quotes, colons or commas.',
    wrong: 'training t {\n  "optimizer": "sgd",\n  "rate": 0.1\n}',
    right: 'training t {\n  optimizer sgd\n  rate 0.1\n  until 3 epochs\n}',
  },
  (_source, span, key: string, value: string) => ({
    message: 'this looks like JSON; a setting is a name and its value',
    help: `write \`${key} ${value}\``,
    fix: { title: `write \`${key} ${value}\``, edits: [{ span, text: `${key} ${value}` }] },
  }),
)

export const singleQuotes = defineRule(
  {
    code: 'GS1008',
    severity: 'error',
    title: 'text in single quotes',
    explanation: 'Write text in double quotes, on one line.',
    wrong: "paper p {\n  title 'One'\n}",
    right: 'paper p {\n  title "One"\n}',
  },
  (_source, span, content: string) => ({
    message: 'write text in double quotes',
    fix: { title: 'write double quotes', edits: [{ span, text: `"${content}"` }] },
  }),
)

export const foreignComment = defineRule(
  {
    code: 'GS1010',
    severity: 'error',
    title: 'a comment from another language',
    explanation: 'A comment begins with `//` and ends with the line.',
    wrong: `# the first claim\n${right}`,
    right: `// the first claim\n${right}`,
  },
  (_source, span, mark: string) => ({
    message: 'comments begin with `//`',
    ...(mark.startsWith('*') || mark.startsWith('/')
      ? { help: 'begin each line with `//`: a comment ends with its line' }
      : { fix: { title: 'write `//`', edits: [{ span, text: '//' }] } }),
  }),
)

export const thousandsComma = defineRule(
  {
    code: 'GS1011',
    severity: 'error',
    title: 'a comma in a number',
    explanation: 'Separate thousands with `_`: a comma separates values.',
    wrong: claim('expect params = 50,890'),
    right: claim('expect params = 50_890'),
  },
  (_source, span, meant: string) => ({
    message: 'separate thousands with `_`',
    fix: { title: `write \`${meant}\``, edits: [{ span, text: meant }] },
  }),
)

export const numberForm = defineRule(
  {
    code: 'GS1024',
    severity: 'error',
    title: 'a number in another form',
    explanation:
      'A number begins and ends with a digit. The decimal separator is `.`, and `_` separates thousands.',
    wrong: claim('expect train acc > 0,9'),
    right,
  },
  (_source, span, message: string, meant: string) => ({
    message,
    help: `write \`${meant}\``,
    fix: { title: `write \`${meant}\``, edits: [{ span, text: meant }] },
  }),
)

export const strayComma = defineRule(
  {
    code: 'GS1025',
    severity: 'error',
    title: 'a comma that separates nothing',
    explanation: 'A comma separates two values. It cannot follow the last value or another comma.',
    wrong:
      'experiment e {\n  run mlp on digits with short over 3 seeds\n  sweep p in [0%, 50%,]\n}',
    right: 'experiment e {\n  run mlp on digits with short over 3 seeds\n  sweep p in [0%, 50%]\n}',
  },
  (_source, span) => ({
    message: 'this comma separates nothing',
    help: 'remove it, or write the value that is missing',
    fix: { title: 'remove it', edits: [{ span, text: '' }] },
  }),
)

export const lookalike = defineRule(
  {
    code: 'GS1023',
    severity: 'error',
    title: 'a character that is not what it looks like',
    explanation:
      'Word processors, PDF files and other keyboards write spaces, quotes, dashes and letters that look like those of the language but are different characters. Names consist of letters of any script, digits, `_` and `-`; texts and comments can contain every visible character.',
    wrong: 'paper p {\n  title “One”\n}',
    right: 'paper p {\n  title "One"\n}',
  },
  /** @param meant the text that must be meant, if there is only one candidate */
  (_source, span, message: string, meant?: string) => {
    if (meant === undefined) {
      const help =
        'names consist of letters, digits, `_` and `-`; texts and comments can contain other characters'
      return { message, help }
    }
    const help =
      meant === '' ? 'remove it' : meant === ' ' ? 'write a plain space' : `write \`${meant}\``
    return { message, help, fix: { title: help, edits: [{ span, text: meant }] } }
  },
)

export const foreignOperator = defineRule(
  {
    code: 'GS1013',
    severity: 'error',
    title: 'an operator from another language',
    explanation:
      'The relations are `<`, `<=`, `>`, `>=`, `=` and `~ … within …`. Write one `expect` statement for each thing you expect.',
    wrong: claim('expect train acc ≥ 0.9'),
    right: claim('expect train acc >= 0.9'),
  },
  (_source, span, found: string, help: string, meant?: string) => ({
    message: `${named(found)} is not an operator here`,
    help,
    ...(meant !== undefined && {
      fix: { title: `write \`${meant}\``, edits: [{ span, text: meant }] },
    }),
  }),
)

export const foreignFormat = defineRule(
  {
    code: 'GS1016',
    severity: 'error',
    title: "a file in another language's format",
    explanation:
      'A spec consists of blocks such as `dataset NAME { … }`, with one setting and its value per line. `docs/language.md` shows all of them.',
    wrong: 'dataset:\n  source: mnist',
    right: 'dataset digits_2 {\n  source mnist-10k\n}',
  },
  (_source, _span, format: string, block: string) => ({
    message: `this looks like ${format}; a spec is made of blocks`,
    help: `write \`${block} NAME { … }\`, with a setting and its value on each line`,
  }),
)

export const foreignWord = defineRule(
  {
    code: 'GS1017',
    severity: 'error',
    title: 'a word from another language',
    explanation: 'Specs use another name or another form for this.',
    wrong: claim('assert train acc > 0.9'),
    right: claim('expect train acc > 0.9'),
  },
  (_source, span, found: string, meant: string) => ({
    message: `\`${found}\` is not part of the spec language`,
    help: `write \`${meant}\``,
    fix: { title: `write \`${meant}\``, edits: [{ span, text: meant }] },
  }),
)

export const nameOfSeveralWords = defineRule(
  {
    code: 'GS1018',
    severity: 'error',
    title: 'a name of several words',
    explanation:
      'A name is one word of letters, digits, `_` and `-`. A title of any length can follow it in quotes.',
    wrong: 'model my mlp {\n  flatten\n  dense classes\n}',
    right: 'model my_mlp {\n  flatten\n  dense classes\n}',
  },
  (_source, span, meant: string) => ({
    message: 'a name is one word',
    help: `write \`${meant}\`, here and where you use it`,
    fix: { title: `write \`${meant}\``, edits: [{ span, text: meant }] },
  }),
)

export const listWithoutBrackets = defineRule(
  {
    code: 'GS1019',
    severity: 'error',
    title: 'a list without brackets',
    explanation: 'Put the values of `for` and `sweep` in square brackets.',
    wrong: 'experiment e {\n  run mlp on digits with short over 3 seeds\n  sweep p in 0%, 50%\n}',
    right: 'experiment e {\n  run mlp on digits with short over 3 seeds\n  sweep p in [0%, 50%]\n}',
  },
  (_source, span, values: string) => ({
    message: 'a list needs square brackets',
    help: `write \`[${values}]\``,
    fix: { title: `write \`[${values}]\``, edits: [{ span, text: `[${values}]` }] },
  }),
)

export const bracketOnNextLine = defineRule(
  {
    code: 'GS1020',
    severity: 'error',
    title: 'a `{` on a line of its own',
    explanation:
      'Put the `{` of a block on the line of its name: a statement ends at the end of its line.',
    wrong: 'paper p\n{\n  title "One"\n}',
    right: 'paper p {\n  title "One"\n}',
  },
  /** @param gap between the name and the bracket */
  (_source, _span, gap: Span) => ({
    message: 'put the `{` of a block on the line of its name',
    fix: { title: 'join the lines', edits: [{ span: gap, text: ' ' }] },
  }),
)

/** With its Unicode name if it is not ASCII. */
function named(sign: string): string {
  return /^[\x20-\x7E]*$/.test(sign) ? `\`${sign}\`` : `\`${sign}\`, ${characterName(sign)},`
}
