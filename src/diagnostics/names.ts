/** @file Diagnostics about names, kinds, values and units: GS20xx. */

import type { Edit } from './diagnostic.js'
import { defineRule } from './rule.js'
import type { Source, Span } from './source.js'
import { mending } from './suggest.js'

export const unknownName = defineRule(
  {
    code: 'GS2001',
    severity: 'error',
    title: 'unknown name',
    explanation:
      'Neither the spec nor the files it uses declare this name, and no built-in or configured kind has it. Declarations can be in any order. `genspec list --kinds` shows the built-in kinds.',
    wrong: 'claim c {\n  run mpl on digits with short over 3 seeds\n  expect train acc > 0.9\n}',
    right: 'claim c {\n  run mlp on digits with short over 3 seeds\n  expect train acc > 0.9\n}',
  },
  /** @param what the category that the name should belong to: `model`, `layer`, `metric` */
  (source, span, what: string, name: string, known: readonly string[]) => {
    const none = known.length === 0 ? { help: `no ${what} is declared` } : {}
    return {
      message: `unknown ${what} \`${name}\``,
      ...none,
      ...mending(source, span, name, known),
    }
  },
)

export const duplicateDeclaration = defineRule(
  {
    code: 'GS2002',
    severity: 'error',
    title: 'declared twice',
    explanation:
      'Two declarations of one kind have the same name, in this spec or in a file it uses. Declarations of different kinds can share a name.',
    wrong: 'paper a { title "One" }\npaper a { title "Two" }',
    right: 'paper a { title "One" }\npaper b { title "Two" }',
  },
  (_source, _span, what: string, name: string, first?: { source: Source; span: Span }) => ({
    message: `${what} \`${name}\` is declared twice`,
    help: 'rename one of them',
    ...(first && { related: [{ ...first, label: 'the first one is here' }] }),
  }),
)

export const missingName = defineRule(
  {
    code: 'GS2003',
    severity: 'error',
    title: 'a block without a name',
    explanation: 'Every block needs a name, so that other blocks and reports can refer to it.',
    wrong: 'paper {\n  title "One"\n}',
    right: 'paper one {\n  title "One"\n}',
  },
  (_source, _span, what: string) => ({
    message: `this ${what} has no name`,
    help: `write \`${what} NAME { … }\``,
  }),
)

export const unexpectedWord = defineRule(
  {
    code: 'GS2004',
    severity: 'error',
    title: 'a word that does not belong here',
    explanation:
      'This block, layer, optimizer or other kind has no setting or parameter with this name. `genspec list --kinds` shows the parameters of each kind.',
    wrong: 'training t {\n  optimizer sgd momentun 0.9\n  rate 0.1\n  until 3 epochs\n}',
    right: 'training t {\n  optimizer sgd momentum 0.9\n  rate 0.1\n  until 3 epochs\n}',
  },
  /**
   * @param where the kind or block that contains the word: `optimizer sgd`, `dataset`
   * @param help what to do instead, if that is known
   */
  (source, span, word: string, where: string, known: readonly string[], help?: string) => ({
    message: `\`${word}\` is not a setting of ${where}`,
    ...(help === undefined ? mending(source, span, word, known) : { help }),
  }),
)

export const missingSetting = defineRule(
  {
    code: 'GS2005',
    severity: 'error',
    title: 'something is missing',
    explanation:
      'A required setting or parameter is missing: it has no default. The help line shows how to write it.',
    wrong: 'training t {\n  optimizer sgd\n  until 3 epochs\n}',
    right: 'training t {\n  optimizer sgd\n  rate 0.1\n  until 3 epochs\n}',
  },
  (_source, _span, setting: string, where: string, example: string) => ({
    message: `${where} needs \`${setting}\``,
    help: `for example \`${example}\``,
  }),
)

export const wrongValue = defineRule(
  {
    code: 'GS2006',
    severity: 'error',
    title: 'a value of the wrong kind',
    explanation:
      'The setting takes another kind of value: a number, a percentage, a size such as `28x28`, text in quotes, or one of several words.',
    wrong: 'training t {\n  optimizer sgd\n  rate "fast"\n  until 3 epochs\n}',
    right: 'training t {\n  optimizer sgd\n  rate 0.1\n  until 3 epochs\n}',
  },
  (_source, _span, setting: string, expected: string, found: string) => ({
    message: `${setting} takes ${expected}, not \`${found}\``,
  }),
)

export const outOfRange = defineRule(
  {
    code: 'GS2007',
    severity: 'error',
    title: 'a value out of range',
    explanation:
      'The value has the right kind, but is outside the range that makes sense for the setting.',
    wrong: 'dataset d {\n  source mnist-10k\n  take 20_000 train\n}',
    right: 'dataset d {\n  source mnist-10k\n  take 2_000 train\n}',
  },
  (_source, _span, setting: string, range: string, found: string) => ({
    message: `${setting} must be ${range}, not ${found}`,
  }),
)

export const mixedUnits = defineRule(
  {
    code: 'GS2008',
    severity: 'error',
    title: 'units that do not match',
    explanation:
      'A percentage (`99%`) is a level, such as an accuracy. Percentage points (`3pp`) are a difference between levels, such as a margin. Epochs, steps, seconds, bytes and the units of your own metrics are further units. Compare, add and subtract only numbers of the same unit; a plain number matches every unit.',
    wrong:
      'claim c {\n  run mlp on digits with short over 3 seeds\n  expect test acc ~ chance within 5% under random labels\n}',
    right:
      'claim c {\n  run mlp on digits with short over 3 seeds\n  expect test acc ~ chance within 5pp under random labels\n}',
  },
  (_source, span, message: string, help: string, meant?: string) => ({
    message,
    help,
    ...(meant !== undefined && {
      fix: { title: `write \`${meant}\``, edits: [{ span, text: meant }] },
    }),
  }),
)

export const circularDerivation = defineRule(
  {
    code: 'GS2009',
    severity: 'error',
    title: 'defined by itself',
    explanation:
      'A declaration derives from itself, a module contains itself, or an experiment is over itself, directly or through others.',
    wrong: 'training a = b with batch 64\ntraining b = a with batch 32',
    right: 'training b = short with batch 32\ntraining a = b with batch 64',
  },
  (_source, _span, name: string) => ({
    message: `\`${name}\` is defined by itself`,
    help: 'break the cycle: one of them must not depend on the others',
  }),
)

export const misplacedStatement = defineRule(
  {
    code: 'GS2010',
    severity: 'error',
    title: 'a statement in the wrong block',
    explanation:
      'The statement is well formed, but has no meaning in this kind of block: `expect` belongs in a claim or a model, `until` in a training, `sweep` in an experiment or a claim.',
    wrong:
      'training t {\n  optimizer sgd\n  rate 0.1\n  until 3 epochs\n  expect train acc > 0.9\n}',
    right: 'training t {\n  optimizer sgd\n  rate 0.1\n  until train acc > 0.9 or 3 epochs\n}',
  },
  /** @param known the statements that are allowed there, if they are few */
  (source, span, statement: string, where: string, known: readonly string[] = []) => ({
    message: `\`${statement}\` has no meaning in ${/^[aeiou]/.test(where) ? 'an' : 'a'} ${where}`,
    ...mending(source, span, statement, known),
  }),
)

export const repeatedStatement = defineRule(
  {
    code: 'GS2011',
    severity: 'error',
    title: 'written twice',
    explanation: 'Only one of these can apply, so write it once.',
    wrong:
      'claim c {\n  run mlp on digits with short over 3 seeds\n  expect train acc > 0.9 on average in every seed\n}',
    right:
      'claim c {\n  run mlp on digits with short over 3 seeds\n  expect train acc > 0.9 in every seed\n}',
  },
  (_source, _span, statement: string, where: string) => ({
    message: `this ${where} has more than one \`${statement}\``,
    help: 'keep one of them',
  }),
)

export const settingAfterComma = defineRule(
  {
    code: 'GS2013',
    severity: 'error',
    title: 'a setting after a comma',
    explanation:
      'A comma separates the values of one setting, as in `take 2_000 train, 500 test`, and the changes of a derivation. In a block, put each setting on its own line.',
    wrong: 'training t {\n  optimizer sgd\n  rate 0.1, batch 32\n  until 3 epochs\n}',
    right: 'training t {\n  optimizer sgd\n  rate 0.1\n  batch 32\n  until 3 epochs\n}',
  },
  /**
   * @param first the word before the comma
   * @param breaks line breaks in place of the commas, if settings clearly follow them
   */
  (_source, _span, first: string, second: string, breaks: readonly Edit[]) => ({
    message: 'a comma does not begin another setting',
    help:
      breaks.length > 0
        ? `put \`${second}\` on a line of its own`
        : `put \`${second}\` on a line of its own, or leave out the comma if it is a part of \`${first}\``,
    ...(breaks.length > 0 && { fix: { title: 'break the line', edits: [...breaks] } }),
  }),
)

export const incompleteStatement = defineRule(
  {
    code: 'GS2014',
    severity: 'error',
    title: 'an incomplete statement',
    explanation:
      'The statement begins with this word, but the rest does not have its form. The help line shows the form.',
    wrong:
      'experiment e {\n  run mlp on digits with short over 3 seeds\n  sweep p from 0% to 100%\n}',
    right:
      'experiment e {\n  run mlp on digits with short over 3 seeds\n  sweep p from 0% to 100% step 10%\n}',
  },
  (_source, _span, word: string, form: string) => ({
    message: `\`${word}\` is incomplete`,
    help: `write \`${form}\``,
  }),
)

export const unusedDeclaration = defineRule(
  {
    code: 'GS2012',
    severity: 'warning',
    title: 'declared but not used',
    explanation:
      'No claim in the spec depends on this declaration. genspec does not warn about a file without claims, because other specs can use it.',
    wrong:
      'model spare {\n  flatten\n  dense classes\n}\n\nclaim c {\n  run mlp on digits with short over 3 seeds\n  expect train acc > 0.9\n}',
    right: 'claim c {\n  run mlp on digits with short over 3 seeds\n  expect train acc > 0.9\n}',
  },
  (_source, _span, what: string, name: string) => ({
    message: `no claim here depends on ${what} \`${name}\``,
    help: 'use it, or remove it',
  }),
)
