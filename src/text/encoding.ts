/** @file Decoding and encoding of text files: UTF-8, with the line ends and byte order mark of each file. */

/** The form in which a file stores its text, which is kept when the file is written again. */
export interface TextForm {
  /** True if the file begins with a byte order mark, U+FEFF. */
  mark: boolean
  /** The ending of most of its lines. */
  lineEnd: '\n' | '\r\n' | '\r'
  /** True if some lines end differently. */
  mixed: boolean
}

/** Bytes that are not UTF-8. */
export interface EncodingFault {
  /** Their offset in the text. */
  at: number
  /** Names the bytes: `the byte 0xE9 is not UTF-8`. */
  message: string
  help: string
}

export interface Decoded {
  /** The text, with lines that end in `\n`; bytes that are not text are U+FFFD. */
  text: string
  form: TextForm
  fault?: EncodingFault
}

export function decode(bytes: Uint8Array): Decoded {
  const wide = wideEncoding(bytes)
  const whole = wide ? readable(bytes, wide.label) : new TextDecoder(...marked).decode(bytes)
  const mark = whole.startsWith('\uFEFF')
  const written = mark ? whole.slice(1) : whole
  const fault = wide ? { at: 0, ...wideFault(wide) } : faultIn(bytes, whole, mark)
  return {
    text: unixLines(written),
    form: { mark, ...lineEnds(written) },
    ...(fault && { fault: { ...fault, at: unixLines(written.slice(0, fault.at)).length } }),
  }
}

/** Encodes a text in the given form. */
export function encode(text: string, { mark, lineEnd }: TextForm): string {
  return (mark ? '\uFEFF' : '') + text.replaceAll('\n', lineEnd)
}

const marked = ['utf-8', { ignoreBOM: true }] as const

const unixLines = (text: string) => text.replace(/\r\n?/g, '\n')

function lineEnds(text: string): Pick<TextForm, 'lineEnd' | 'mixed'> {
  const counts = { '\n': 0, '\r\n': 0, '\r': 0 }
  for (const [end] of text.matchAll(/\r\n?|\n/g)) counts[end as keyof typeof counts]++
  const [[lineEnd], [, second]] = Object.entries(counts).sort(([, a], [, b]) => b - a) as [
    [TextForm['lineEnd'], number],
    [string, number],
  ]
  return { lineEnd, mixed: second > 0 }
}

interface WideEncoding {
  label: string
  /** The name that messages use, and the sign that identifies it. */
  name: string
  sign: string
}

/** Detects UTF-16 and UTF-32, which begin with a mark or have a zero in every other byte. */
function wideEncoding(bytes: Uint8Array): WideEncoding | undefined {
  const begins = (...start: number[]) => start.every((byte, index) => bytes[index] === byte)
  const sign = `it begins with the bytes ${[...bytes.slice(0, 2)].map(hex).join(' ')}`
  if (begins(0xff, 0xfe, 0, 0)) return { label: 'utf-16le', name: 'UTF-32', sign }
  if (begins(0xff, 0xfe)) return { label: 'utf-16le', name: 'UTF-16', sign }
  if (begins(0xfe, 0xff)) return { label: 'utf-16be', name: 'UTF-16', sign }
  const zeros = 'every other byte is zero'
  if (begins(0) && evenlyZero(bytes, 0)) {
    return { label: 'utf-16be', name: 'UTF-16BE', sign: zeros }
  }
  return evenlyZero(bytes, 1) ? { label: 'utf-16le', name: 'UTF-16LE', sign: zeros } : undefined
}

/** True if nearly all bytes at even, or odd, places of the beginning are zero. */
function evenlyZero(bytes: Uint8Array, first: 0 | 1): boolean {
  const places = bytes.slice(0, 200).filter((_, index) => index % 2 === first)
  return places.length >= 2 && places.filter((byte) => byte === 0).length > 0.8 * places.length
}

function readable(bytes: Uint8Array, label: string): string {
  return new TextDecoder(label).decode(bytes).replaceAll('\0', '')
}

function wideFault({ name, sign }: WideEncoding) {
  return { message: `this file is ${name}, not UTF-8: ${sign}`, help: conversion(name) }
}

/** Finds the first bytes that are not UTF-8: a U+FFFD in the text that is not in the bytes. */
function faultIn(bytes: Uint8Array, text: string, mark: boolean): EncodingFault | undefined {
  let [offset, from] = [0, 0]
  for (const { index } of text.matchAll(/\uFFFD/g)) {
    offset += Buffer.byteLength(text.slice(from, index))
    from = index
    if (bytes[offset] === 0xef && bytes[offset + 1] === 0xbf && bytes[offset + 2] === 0xbd) continue
    return { at: index - Number(mark), ...byteFault(bytes, offset) }
  }
  return undefined
}

function byteFault(bytes: Uint8Array, offset: number): Omit<EncodingFault, 'at'> {
  const byte = bytes[offset] ?? 0
  const message = `the byte 0x${hex(byte)} is not UTF-8`
  if (bytes.includes(0)) {
    return { message: `${message}; this is no text file`, help: 'name a spec, a `.gen` file' }
  }
  // A single last byte counts as UTF-8 only if earlier bytes are not ASCII either.
  const begun = offset + 1 < bytes.length || bytes.slice(0, offset).some((one) => one >= 0x80)
  if (begun && offset + characterLength(byte) > bytes.length) {
    const cut = 'the file ends in the middle of a character'
    return { message: `${message}: ${cut}`, help: 'it may have been cut off: save it again' }
  }
  const meant = byte < 0xa0 ? windows1252[byte - 0x80] : String.fromCharCode(byte)
  const alone = [bytes[offset - 1], bytes[offset + 1]].every((other = 0) => other < 0x80)
  if (!alone || meant === undefined || meant === ' ') {
    return { message, help: conversion('its encoding, such as SHIFT_JIS or GBK') }
  }
  const name = byte < 0xa0 ? 'Windows-1252' : 'Latin-1 and Windows-1252'
  return { message: `${message}; in ${name} it is \`${meant}\``, help: conversion('WINDOWS-1252') }
}

/** The characters from 0x80 on, where Latin-1 has control characters; a space marks an unused code. */
const windows1252 = '€ ‚ƒ„…†‡ˆ‰Š‹Œ Ž  ‘’“”•–—˜™š›œ žŸ'

/** The number of bytes of a character in UTF-8, by its first byte. */
function characterLength(first: number): number {
  if (first >= 0xf0 && first < 0xf5) return 4
  if (first >= 0xe0) return first < 0xf0 ? 3 : 1
  return first >= 0xc2 ? 2 : 1
}

function conversion(from: string): string {
  return from.includes(' ')
    ? `save it as UTF-8, or convert it from ${from}`
    : `save it as UTF-8, or convert it: \`iconv -f ${from} -t UTF-8 old.gen > new.gen\``
}

function hex(byte: number): string {
  return byte.toString(16).toUpperCase().padStart(2, '0')
}
