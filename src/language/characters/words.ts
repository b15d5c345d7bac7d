/** @file Words with lookalike characters: fullwidth, from another script, or with invisible ones. */

import { isLookalike, latinLookalike } from '../../text/latin-lookalike.js'

/** Invisible characters that a word can contain. */
const ignored = /\p{Default_Ignorable_Code_Point}/gu

/** The probable plain form of a word; a correct word is returned unchanged. */
export function plainWord(word: string): string {
  return word
    .replace(ignored, '')
    .replace(/[\u2010\u2011]/g, '-')
    .normalize('NFKC')
    .replace(/\p{Nd}/gu, asciiDigit)
    .replace(/\p{L}+/gu, (segment) => unmixed(segment) ?? segment)
}

/** The first character of a word that its plain form replaces. */
export function offender(word: string): string {
  const characters = [...word]
  return (
    characters.find((one) => one.match(ignored) || !/[\p{L}\p{Nd}_.-]/u.test(one)) ??
    characters.find((one) => plainWord(one) !== one) ??
    characters.find(isLookalike) ??
    ''
  )
}

/** The Latin form of a word in mixed scripts; a word in a single script is correct. */
function unmixed(segment: string): string | undefined {
  return /[A-Za-z]/.test(segment) ? latinLookalike(segment) : undefined
}

/** The ASCII digit. The digits of each script are consecutive code points. */
function asciiDigit(digit: string): string {
  const code = digit.codePointAt(0) ?? 0
  let value = 0
  while (value < 9 && /\p{Nd}/u.test(String.fromCodePoint(code - value - 1))) value++
  return String(value)
}
