/** @file Diagnostics of the parser: GS1xxx. */

import { defineRule } from './rule.js'

const claim = (expectation: string) =>
  `claim c {\n  run mlp on digits with short over 3 seeds\n  ${expectation}\n}`

const right = claim('expect train acc > 0.9')

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
  (_source, _span, found: string, expected: readonly string[]) => ({
    message: `unexpected ${found}`,
    ...(expected.length > 0 && { help: `expected ${expected.join(' or ')} here` }),
  }),
)

export const unclosedBracket = defineRule(
  {
    code: 'GS1002',
    severity: 'error',
    title: 'a bracket that is not closed',
    explanation: 'The closing bracket is missing: `}` of a block, `)` of a call or `]` of a list.',
    wrong:
      'claim c {\n  cites p\n  run mlp on digits with short over 3 seeds\n  expect train acc > 0.9\n\npaper p { title "One" }',
    right:
      'claim c {\n  cites p\n  run mlp on digits with short over 3 seeds\n  expect train acc > 0.9\n}\n\npaper p { title "One" }',
  },
  /** @param end where the closing bracket belongs */
  (source, _span, bracket: string, closing: string, end: number, indent: string) => ({
    message: `this \`${bracket}\` is not closed`,
    help: `close it with \`${closing}\``,
    fix: {
      title: `add \`${closing}\``,
      edits: [
        { span: { start: end, end }, text: `${bracket === '{' ? `\n${indent}` : ''}${closing}` },
      ],
    },
    related: [{ source, span: { start: end, end }, label: `a \`${closing}\` is missing here` }],
  }),
)

export const strayBracket = defineRule(
  {
    code: 'GS1003',
    severity: 'error',
    title: 'a closing bracket too many',
    explanation: 'Nothing is open that this bracket could close.',
    wrong: `${right}\n}`,
    right,
  },
  (_source, span, bracket: string) => ({
    message: `\`${bracket}\` closes nothing`,
    help: 'remove it',
    fix: { title: 'remove it', edits: [{ span, text: '' }] },
  }),
)

export const doubleEquals = defineRule(
  {
    code: 'GS1004',
    severity: 'error',
    title: '`==` for `=`',
    explanation:
      'Equality is written `=`. Measured quantities are seldom equal to the last digit: `~ 90% within 1pp` says how close they must be.',
    wrong: claim('expect params == 50_890'),
    right: claim('expect params = 50_890'),
  },
  (_source, span) => ({
    message: 'equality is written `=`',
    help: 'of measured values say how close they must be: `~ 90% within 1pp`',
    fix: { title: 'write `=`', edits: [{ span, text: '=' }] },
  }),
)

export const equalsForColon = defineRule(
  {
    code: 'GS1005',
    severity: 'error',
    title: '`=` in an argument',
    explanation: 'A named argument is written with a colon: `gaussian_noise(sd: 0.1)`.',
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
    explanation: 'A setting is its name and its value side by side, without `=`, `:` or `;`.',
    wrong: 'training t {\n  optimizer sgd\n  rate = 0.1\n  until 3 epochs\n}',
    right: 'training t {\n  optimizer sgd\n  rate 0.1\n  until 3 epochs\n}',
  },
  (_source, span, found: string) => ({
    message:
      found === ';'
        ? 'a statement ends at the end of its line, without `;`'
        : `a setting is followed by its value, without \`${found}\``,
    fix: { title: `remove \`${found}\``, edits: [{ span, text: '' }] },
  }),
)

export const pastedJson = defineRule(
  {
    code: 'GS1007',
    severity: 'error',
    title: 'JSON in a spec',
    explanation:
      'This looks like JSON or a Python dictionary. Settings are names without quotes, one a line, without colons and commas.',
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
    title: 'a text in single quotes',
    explanation: 'Texts stand in double quotes, on one line.',
    wrong: "paper p {\n  title 'One'\n}",
    right: 'paper p {\n  title "One"\n}',
  },
  (_source, span, content: string) => ({
    message: 'texts stand in double quotes',
    fix: { title: 'write double quotes', edits: [{ span, text: `"${content}"` }] },
  }),
)

export const unclosedText = defineRule(
  {
    code: 'GS1009',
    severity: 'error',
    title: 'a text that is not closed',
    explanation: 'The closing quote is missing. A text ends on the line on which it begins.',
    wrong: 'paper p {\n  title "One\n}',
    right: 'paper p {\n  title "One"\n}',
  },
  (_source, span) => ({
    message: 'this text is not closed',
    help: 'end it with `"` on the same line',
    fix: { title: 'add `"`', edits: [{ span: { start: span.end, end: span.end }, text: '"' }] },
  }),
)

export const hashComment = defineRule(
  {
    code: 'GS1010',
    severity: 'error',
    title: 'a comment with `#`',
    explanation: 'Comments begin with `//` and go to the end of the line.',
    wrong: `# the first claim\n${right}`,
    right: `// the first claim\n${right}`,
  },
  (_source, span) => ({
    message: 'comments begin with `//`',
    fix: { title: 'write `//`', edits: [{ span, text: '//' }] },
  }),
)

export const thousandsComma = defineRule(
  {
    code: 'GS1011',
    severity: 'error',
    title: 'a comma in a number',
    explanation: 'Thousands are set apart with `_`, for a comma separates values.',
    wrong: claim('expect params = 50,890'),
    right: claim('expect params = 50_890'),
  },
  (_source, span, meant: string) => ({
    message: 'thousands are set apart with `_`',
    fix: { title: `write \`${meant}\``, edits: [{ span, text: meant }] },
  }),
)

export const missingMargin = defineRule(
  {
    code: 'GS1012',
    severity: 'error',
    title: '`~` without a margin',
    explanation: 'Nothing is nearly equal as such: `within` says how near is near enough.',
    wrong: claim('expect test acc ~ chance under random labels'),
    right: claim('expect test acc ~ chance within 5pp under random labels'),
  },
  () => ({
    message: '`~` needs a margin',
    help: 'say how near is near enough: `~ chance within 1pp`',
  }),
)

export const foreignOperator = defineRule(
  {
    code: 'GS1013',
    severity: 'error',
    title: 'an operator of another language',
    explanation:
      'The relations are `<`, `<=`, `>`, `>=`, `=` and `~ … within …`; several things are expected by several `expect` statements.',
    wrong: claim('expect train acc ≥ 0.9'),
    right: claim('expect train acc >= 0.9'),
  },
  (_source, span, found: string, help: string, meant?: string) => ({
    message: `\`${found}\` is not an operator here`,
    help,
    ...(meant !== undefined && {
      fix: { title: `write \`${meant}\``, edits: [{ span, text: meant }] },
    }),
  }),
)

export const tooDeep = defineRule(
  {
    code: 'GS1014',
    severity: 'error',
    title: 'nested too deeply',
    explanation: 'Blocks, calls and parentheses may be nested 64 deep, arithmetic 200.',
    wrong: claim(`expect train acc > ${'('.repeat(70)}0.9${')'.repeat(70)}`),
    right,
  },
  () => ({ message: 'this is nested too deeply', help: 'name a part of it and use the name' }),
)

export const tooLong = defineRule(
  {
    code: 'GS1015',
    severity: 'error',
    title: 'too long',
    explanation: 'A line may have 2,000 characters, a file a million.',
    wrong: `// ${'long '.repeat(500)}\n${right}`,
    right: `// short\n${right}`,
  },
  (_source, _span, what: string, most: number) => ({
    message: `this ${what} has more than ${most.toLocaleString('en-US')} characters`,
    help: what === 'line' ? 'break it up' : 'split it into several, joined by `use`',
  }),
)
