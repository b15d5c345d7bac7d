/** @file Wrapping of text to the width of a terminal. */

import stringWidth from 'string-width'
import wrapAnsi from 'wrap-ansi'

/** The smallest width in columns, below which most words would be broken. */
const narrowest = 24

/** @param indent the indent of the lines after the first, in columns */
export function wrap(text: string, width: number, indent: number): string[] {
  if (stringWidth(text) <= width) return [text]
  const columns = Math.max(narrowest, width)
  const [, lead = '', rest = ''] = /^( *)(.*)$/s.exec(text) ?? []
  const room = columns - Math.max(lead.length, indent)
  return wrapAnsi(rest, room, { hard: true, trim: true })
    .split('\n')
    .map((line, index) => (index === 0 ? lead : ' '.repeat(indent)) + line)
}
