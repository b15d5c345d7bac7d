/** @file HTML from templates: what is filled in is escaped, unless it is HTML itself. */

export class Html {
  constructor(readonly text: string) {}
}

type Value = Html | string | number | undefined | readonly (Html | string)[]

export function html(strings: TemplateStringsArray, ...values: Value[]): Html {
  const parts = strings.map((text, index) => {
    const value = values[index]
    return text + (Array.isArray(value) ? value.map(markup).join('') : markup(value as string))
  })
  return new Html(parts.join(''))
}

/** HTML that a library made. */
export function trusted(text: string): Html {
  return new Html(text)
}

function markup(value: Html | string | number | undefined): string {
  if (value instanceof Html) return value.text
  return String(value ?? '').replace(/[&<>"']/g, (character) => entities[character] ?? character)
}

const entities: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}
