/**
 * @file Escaping of untrusted text for printing: characters that would move the cursor, change the direction of
 * writing, start a line or command GitHub's runner are shown as escapes.
 */

/** Invisible characters and those that control a terminal; line breaks and tabs are not among them. */
const unseen =
  /[^\P{Cc}\n\t]|[\p{Zl}\p{Zp}\p{Cs}\p{Bidi_Control}\p{Noncharacter_Code_Point}\xAD\u115F\u1160\u180E\u200B\u2060-\u2064\u3164\uFEFF\uFFA0]/gu

/** Replaces unseen characters by escapes such as `\x1b`; keeps line breaks. */
export function visibleLines(text: string): string {
  return text.replace(unseen, escaped).replace(/#(?=#\[)/g, escaped)
}

/** The same, with line breaks and tabs replaced by spaces. */
export function visible(text: string): string {
  return visibleLines(text.replace(/[\t\r\n\u2028\u2029]/g, ' '))
}

/** Escapes text that may begin a line: commands of GitHub's runner begin with `::` there, and with `##[` anywhere. */
export function printable(text: string): string {
  return visible(text.replace(/\s*[\r\n]\s*/g, ' ')).replace(/:(?=:)/g, escaped)
}

export function printableLines(text: string): string {
  return text.split(/\r?\n/).map(printable).join('\n')
}

/** Replaces unseen characters in JSON by JSON's escapes. */
export function visibleJson(json: string): string {
  const unit = (code: string) => `\\u${code.charCodeAt(0).toString(16).padStart(4, '0')}`
  return json
    .replace(unseen, (character) => character.split('').map(unit).join(''))
    .replace(/#(?=#\[)/g, unit)
}

function escaped(character: string): string {
  const code = (character.codePointAt(0) ?? 0).toString(16)
  if (code.length <= 2) return `\\x${code.padStart(2, '0')}`
  return code.length <= 4 ? `\\u${code.padStart(4, '0')}` : `\\u{${code}}`
}

/** Copies plain data with every text in it changed, including the names of fields. */
export function mapTexts<T>(value: T, change: (text: string) => string): T {
  if (typeof value === 'string') return change(value) as T
  if (Array.isArray(value)) return value.map((one) => mapTexts<unknown>(one, change)) as T
  if (value instanceof Map) {
    return new Map(
      [...value].map(([key, one]) => [
        mapTexts<unknown>(key, change),
        mapTexts<unknown>(one, change),
      ]),
    ) as T
  }
  if (typeof value !== 'object' || value === null) return value
  if (Object.getPrototypeOf(value) !== Object.prototype) return value
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [change(name), mapTexts<unknown>(inner, change)]),
  ) as T
}
