/** @file Escapes texts of specs for Markdown. */

/** A sentence of genspec; words between backticks are code. */
export function prose(text: string): string {
  const parts = text.split(/(`[^`]+`)/)
  return parts
    .map((part, index) => (index % 2 === 1 ? code(part.slice(1, -1)) : cell(part)))
    .join('')
}

/** The same at the start of a line, so that it does not begin a list, quotation or heading. */
export function paragraph(text: string): string {
  return prose(text.trim()).replace(/^(\d*)(?=[-+>#=.)])/, '$1\\')
}

/** A text, in a table or outside. */
export function cell(text: string): string {
  return text
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/[\\|*_[\]~`$]/g, '\\$&')
}

export function code(text: string): string {
  const fence = '`'.repeat(1 + Math.max(0, ...(text.match(/`+/g) ?? []).map((run) => run.length)))
  const inner = text.replaceAll('|', '\\|')
  return fence === '`' ? `\`${inner}\`` : `${fence} ${inner} ${fence}`
}

/** @param label as Markdown; returned unchanged without an address */
export function link(label: string, address: string | undefined): string {
  if (address === undefined) return label
  return `[${label}](${address.replace(/[()<>|\\\s]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`)})`
}
