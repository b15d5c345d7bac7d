/** @file Addresses that a spec may give and a report may link to. */

/** The address of a web page, or of a DOI such as `doi:10.1000/182`; nothing where a text is neither. */
export function webAddress(text: string): string | undefined {
  const trimmed = text.trim()
  const [, doi] = /^(?:doi:\s*)?(10\.\d{4,9}\/\S+)$/i.exec(trimmed) ?? []
  const written = doi === undefined ? trimmed : `https://doi.org/${doi}`
  if (!/^https?:\/\/[^/]/i.test(written) || !URL.canParse(written)) return undefined
  const { href, username, password } = new URL(written)
  // `https://arxiv.org@elsewhere` leads elsewhere.
  return username === '' && password === '' ? href : undefined
}
