/** @file Words with letters and digits that look like others: fullwidth, of another script, with something hidden in them. */

import { isLookalike, latinLookalike } from '../../text/latin-lookalike.js'

/** Invisible characters that a word can contain. */
const ignored = /\p{Default_Ignorable_Code_Point}/gu

/** The word as it was most likely meant; the same word where nothing is wrong with it. */
export function plainWord(word: string): string {
  return word
    .replace(ignored, '')
    .replace(/[\u2010\u2011]/g, '-')
    .normalize('NFKC')
    .replace(/\p{Nd}/gu, asciiDigit)
    .replace(/\p{L}+/gu, (segment) => unmixed(segment) ?? segment)
}

/** The first character of a word that its plain form has otherwise. */
export function offender(word: string): string {
  const characters = [...word]
  return (
    characters.find((one) => one.match(ignored) || !/[\p{L}\p{Nd}_.-]/u.test(one)) ??
    characters.find((one) => plainWord(one) !== one) ??
    characters.find(isLookalike) ??
    ''
  )
}

/** Only for mixed scripts: a word in one script is right. */
function unmixed(segment: string): string | undefined {
  return /[A-Za-z]/.test(segment) ? latinLookalike(segment) : undefined
}

/** The digits of a script follow each other. */
function asciiDigit(digit: string): string {
  const code = digit.codePointAt(0) ?? 0
  let value = 0
  while (value < 9 && /\p{Nd}/u.test(String.fromCodePoint(code - value - 1))) value++
  return String(value)
}
