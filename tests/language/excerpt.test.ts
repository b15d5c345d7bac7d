import fc from 'fast-check'
import stringWidth from 'string-width'
import { expect, test } from 'vitest'
import { lineAt } from '../../src/diagnostics/render/line.js'
import { printable, visible } from '../../src/text/visible.js'

/** The line with its underline, of the first place of a word in a text. */
function underlined(text: string, word: string): string[] {
  const start = text.indexOf(word)
  const shown = lineAt(text, { start, end: start + word.length })
  return [shown.text, ' '.repeat(shown.before) + '^'.repeat(shown.width)]
}

test.each([
  ['ASCII', 'rate 0.1 bad', 'bad', 'rate 0.1 bad', '         ^^^'],
  ['wide characters count two columns', '日本 bad', 'bad', '日本 bad', '     ^^^'],
  ['so do those that are underlined', 'a 日本 b', '日本', 'a 日本 b', '  ^^^^'],
  ['fullwidth ones', 'ＡＢ bad', 'bad', 'ＡＢ bad', '     ^^^'],
  ['an emoji of several', 'a 👨‍👩‍👧 bad', 'bad', 'a 👨‍👩‍👧 bad', '     ^^^'],
  ['a place inside of it', 'a 👨‍👩‍👧 bad', '👩', 'a 👨‍👩‍👧 bad', '  ^^'],
  ['a flag', '🇩🇪 bad', 'bad', '🇩🇪 bad', '   ^^^'],
  ['combining marks count none', 'e\u0301e\u0301 bad', 'bad', 'e\u0301e\u0301 bad', '   ^^^'],
  ['one alone is under its letter', 'ae\u0301', '\u0301', 'ae\u0301', ' ^'],
  ['a tab is a space', '\tx\tbad', 'bad', ' x bad', '   ^^^'],
  ['an escape is shown', 'a\x1B[1m bad', 'bad', 'a\\x1b[1m bad', '         ^^^'],
  ['a hidden character too', 'ab\u200Bc', '\u200B', 'ab\\u200bc', '  ^^^^^^'],
  ['behind the end', 'abc\nd', '\n', 'abc', '   ^'],
])('%s', (_what, text, word, line, marks) => {
  expect(underlined(text, word)).toEqual([line, marks])
})

test('of a long line the part around the place is shown, whatever it is made of', () => {
  for (const filler of ['x', '日', '👨‍👩‍👧', 'e\u0301']) {
    const [line = '', marks = ''] = underlined(
      `${filler.repeat(500)}bad${filler.repeat(500)}`,
      'bad',
    )
    const before = line.slice(0, line.indexOf('bad'))
    expect(stringWidth(before)).toBe(marks.indexOf('^'))
    expect(marks.endsWith('^^^')).toBe(true)
    expect(line.length).toBeLessThanOrEqual(160)
  }
})

const strange = fc.constantFrom(
  '\x1B',
  '\n',
  '\r',
  '\u202E',
  '\u2028',
  '\uD800',
  '日',
  '🇩🇪',
  '\u0301',
)
const text = fc.array(fc.oneof(strange, fc.string({ unit: 'binary' })), { maxLength: 9 })

test('nothing that is shown controls a terminal, and no underline is off the line', () => {
  fc.assert(
    fc.property(text, fc.nat(), fc.nat(9), (parts, at, length) => {
      const whole = parts.join('')
      const start = at % (whole.length + 1)
      const shown = lineAt(whole, { start, end: start + length })
      expect(shown.text).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}\p{Cs}\p{Bidi_Control}]/u)
      expect(shown.width).toBeGreaterThan(0)
      if (shown.width > 1) {
        expect(shown.before + shown.width).toBeLessThanOrEqual(stringWidth(shown.text))
      }
    }),
    { seed: 1, numRuns: 1000 },
  )
})

test('visible text says what stood there, once', () => {
  expect(printable('a\r\n  b\x07\x9B\u{E0001}')).toBe('a b\\x07\\x9b\u{E0001}')
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (one) => {
      expect(visible(visible(one))).toBe(visible(one))
    }),
    { seed: 2 },
  )
})
