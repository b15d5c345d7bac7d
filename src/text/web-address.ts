/** @file Web addresses that a spec may contain and a report may link to. */

/** The address of a web page, or of a DOI such as `doi:10.1000/182`; `undefined` for other texts. */
export function webAddress(text: string): string | undefined {
  const trimmed = text.trim()
  const [, doi] = /^(?:doi:\s*)?(10\.\d{4,9}\/\S+)$/i.exec(trimmed) ?? []
  const written = doi === undefined ? trimmed : `https://doi.org/${doi}`
  if (!/^https?:\/\/[^/]/i.test(written) || !URL.canParse(written)) return undefined
  const { href, username, password } = new URL(written)
  // A user name can disguise the host: `https://arxiv.org@elsewhere` leads to `elsewhere`.
  return username === '' && password === '' ? href : undefined
}
