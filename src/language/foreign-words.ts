/** @file Words of other languages, and English words for which the language has another form. */

import { foreignOperator, foreignWord, listWithoutBrackets } from '../diagnostics/foreign.js'
import { type Recognise, spanIn } from './spot.js'

/** Comparisons at the end of the parsed text, since the parser takes their words for a metric's name. */
const comparisons: [RegExp, string][] = [
  [/(?:\bis\s+)?\b(?:at\s+least|(?:greater|larger|higher|more)\s+than\s+or\s+equal\s+to)$/, '>='],
  [/(?:\bis\s+)?\b(?:at\s+most|(?:smaller|lower|less)\s+than\s+or\s+equal\s+to)$/, '<='],
  [/(?:\bis\s+)?\b(?:(?:greater|larger|higher|more|better)\s+than|above|exceeds)$/, '>'],
  [/(?:\bis\s+)?\b(?:(?:smaller|lower|less|worse|fewer)\s+than|below)$/, '<'],
  [/\b(?:is\s+equal\s+to|equals|equal\s+to)$/, '='],
  [/(?:\bis\s+)?\b(?:about|approximately|around|close\s+to)$/, '~'],
]

const comparison: Recognise = (spot) => {
  const { source, line, before, after } = spot
  if (!/^\s*(?:expect|until)\b/.test(line) || !/^[\w"(-]/.test(after)) return undefined
  const read = before.trimEnd()
  for (const [words, meant] of comparisons) {
    const found = words.exec(read)
    if (!found) continue
    const span = spanIn(spot, found.index, read.length)
    const help = meant === '~' ? 'write `~ … within …`' : `write \`${meant}\``
    return foreignOperator(source, span, found[0], help, meant === '~' ? undefined : meant)
  }
  return undefined
}

/** Recognises `0.9 and test acc`, in which the word is parsed as the number's unit. */
const conjunction: Recognise = (spot) => {
  const { source, line, before, after } = spot
  const found = /\b(and|or)\s*$/.exec(before) ?? /^(or)\b/.exec(after)
  if (!found?.[1] || !/^\s*expect\b/.test(line)) return undefined
  const start = found.index + (before.endsWith(found[0]) ? 0 : before.length)
  const help =
    found[1] === 'and'
      ? 'write two `expect` statements'
      : 'a claim expects all that it says; write two claims'
  return foreignOperator(source, spanIn(spot, start, start + found[0].length), found[1], help)
}

/** Foreign words, and the form with which the fix replaces them. */
const words: [RegExp, string | ((...parts: (string | undefined)[]) => string)][] = [
  [/^\s*(?:assert|require|ensure|verify|should)\b/, 'expect'],
  [/\busing\b/, 'with'],
  [
    /\b(?:for\s+(\d+)\s+seeds?|(?:for|over)\s+(\d+)\s+(?:runs?|repeats?|repetitions|trials))\b/,
    (a, b) => `over ${a ?? b} seeds`,
  ],
  [/\bin\s+(?:all|each)\s+seeds?\b|\bfor\s+(?:all|every|each)\s+seeds?\b/, 'in every seed'],
  [/\bfor\s+(?:all|each)\b/, 'for every'],
  [
    /\b(epochs|steps)\s+(?:until|till|before)\s+([^<>=]+[<>]=?\s*[\w.%]+)/,
    (unit, stop) => `${unit} to (${stop})`,
  ],
  [/\bon\s+(?:the\s+)?(?:mean|whole)\b|\bin\s+(?:the\s+)?mean\b/, 'on average'],
]

const word: Recognise = (spot) => {
  const { source, line, before } = spot
  if (!/^\s/.test(line)) return undefined
  for (const [pattern, instead] of words) {
    const found = pattern.exec(line)
    if (!found) continue
    const end = found.index + found[0].length
    const near = found.index <= before.length && before.length <= end + 1
    if (!near && !pattern.source.startsWith('^')) continue
    const [written, ...parts] = found
    const meant = typeof instead === 'string' ? instead : instead(...parts)
    return foreignWord(source, spanIn(spot, found.index, end), written.trim(), meant)
  }
  return undefined
}

/** Recognises `for p in 1, 2` and `sweep p in 1, 2`. */
const list: Recognise = (spot) => {
  const { source, line, before, after } = spot
  const bare = line.replace(/\s*(?:\/\/.*)?$/, '')
  const [written, head] = /^(\s*(?:for|sweep)\s+[\w-]+\s+in\s+)[^[\s][^[\]{}]*$/.exec(bare) ?? []
  if (written === undefined || head === undefined || !after.startsWith(',')) return undefined
  if (before.length < head.length) return undefined
  return listWithoutBrackets(
    source,
    spanIn(spot, head.length, bare.length),
    bare.slice(head.length),
  )
}

export const foreignWords: readonly Recognise[] = [comparison, conjunction, word, list]
