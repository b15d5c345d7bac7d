import fc from 'fast-check'
import { expect, test } from 'vitest'
import { decode, encode } from '../../src/text/encoding.js'

const bytesOf = (text: string) => new TextEncoder().encode(text)

test('every text in UTF-8 is read, and written back as its bytes were', () => {
  const line = fc.string({ unit: 'grapheme' }).map((text) => text.replace(/[\r\n]/g, ''))
  fc.assert(
    fc.property(
      fc.array(line, { minLength: 1 }),
      fc.constantFrom('\n', '\r\n', '\r'),
      fc.boolean(),
      (lines, lineEnd, mark) => {
        const written = (mark ? '\uFEFF' : '') + lines.join(lineEnd)
        const { text, form, fault } = decode(bytesOf(written))
        expect(text).toBe(lines.join('\n'))
        expect(fault).toBeUndefined()
        expect(form.mixed).toBe(false)
        expect(encode(text, form)).toBe(written)
      },
    ),
    { seed: 1 },
  )
})

test('of mixed line ends the most frequent one is written', () => {
  const { text, form } = decode(bytesOf('a\r\nb\r\nc\nd\re'))
  expect(text).toBe('a\nb\nc\nd\ne')
  expect(form).toEqual({ mark: false, lineEnd: '\r\n', mixed: true })
})

test('a byte that is not UTF-8 is found, wherever it stands among those that are', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'grapheme' }),
      fc.integer({ min: 0xa1, max: 0xbf }),
      (text, byte) => {
        const before = text.replace(/\r/g, '')
        const { fault } = decode(Uint8Array.of(...bytesOf(before), byte, ...bytesOf(' after')))
        expect(fault?.at).toBe(before.replace(/^\uFEFF/, '').length)
        expect(fault?.message).toContain(
          `the byte 0x${byte.toString(16).toUpperCase()} is not UTF-8`,
        )
      },
    ),
    { seed: 2 },
  )
})

const utf16 = (text: string) => Uint8Array.of(...Buffer.from(text, 'utf16le'))
const swapped = (bytes: Uint8Array) => Uint8Array.of(...Buffer.from(bytes).swap16())

test.each([
  ['Latin-1', [0x63, 0xe9], 1, 'in Latin-1 and Windows-1252 it is `é`'],
  ['Windows-1252', [0x63, 0x93, 0x63], 1, 'in Windows-1252 it is `“`'],
  ['two bytes a character', [0x83, 0x65, 0x83, 0x58], 0, 'the byte 0x83 is not UTF-8'],
  ['cut off after another', [0xc3, 0xa9, 0xc3], 1, 'the file ends in the middle of a character'],
  ['cut off', [0x63, 0xe2, 0x82], 1, 'the file ends in the middle of a character'],
  ['a PNG picture', [0x89, 0x50, 0x4e, 0x47, 0, 0, 0, 0x0d], 0, 'this is no text file'],
  ['a surrogate', [0x63, 0xed, 0xa0, 0x80, 0x63], 1, 'the byte 0xED is not UTF-8'],
  ['an overlong zero', [0x63, 0xc0, 0x80, 0x63], 1, 'the byte 0xC0 is not UTF-8'],
  [
    'UTF-16 with a mark',
    [...utf16('\uFEFFpaper')],
    0,
    'UTF-16, not UTF-8: it begins with the bytes FF FE',
  ],
  ['the other UTF-16', [...swapped(utf16('\uFEFFpaper'))], 0, 'it begins with the bytes FE FF'],
  [
    'UTF-16 without a mark',
    [...utf16('paper p {}')],
    0,
    'UTF-16LE, not UTF-8: every other byte is zero',
  ],
  ['the other one without', [...swapped(utf16('paper p {}'))], 0, 'UTF-16BE, not UTF-8'],
])('%s is named', (_what, bytes, at, message) => {
  const { fault } = decode(Uint8Array.of(...bytes))
  expect(fault?.at).toBe(at)
  expect(fault?.message).toContain(message)
  expect(fault?.help).not.toBe('')
})
