/**
 * @file Text from anywhere made safe to print: what would move the cursor, turn the writing direction,
 * begin a line or command GitHub's runner is shown in its place.
 */

/** Characters that a reader does not see and a terminal, or an editor, obeys. */
const unsafe = /[\p{Cc}\p{Zl}\p{Zp}\p{Cs}\p{Bidi_Control}\p{Noncharacter_Code_Point}]/gu

/** `\x1b` for an escape, a space for a line break; `::` and `##[`, with which commands of GitHub's runner begin, are broken up. */
export function visible(text: string): string {
  return text
    .replace(/[ \t]*[\r\n\u2028\u2029]+[ \t]*|\t/g, ' ')
    .replace(unsafe, escaped)
    .replace(/:(?=:)|#(?=#\[)/g, escaped)
}

function escaped(character: string): string {
  const code = (character.codePointAt(0) ?? 0).toString(16)
  if (code.length <= 2) return `\\x${code.padStart(2, '0')}`
  return code.length <= 4 ? `\\u${code.padStart(4, '0')}` : `\\u{${code}}`
}

/** The same value with every text in it changed; keys stay. */
export function mapTexts<T>(value: T, change: (text: string) => string): T {
  if (typeof value === 'string') return change(value) as T
  if (Array.isArray(value)) return value.map((one) => mapTexts<unknown>(one, change)) as T
  if (value instanceof Map) {
    return new Map([...value].map(([key, one]) => [key, mapTexts<unknown>(one, change)])) as T
  }
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [name, mapTexts<unknown>(inner, change)]),
  ) as T
}
