/** @file HTML from templates: inserted values are escaped unless they are HTML. */

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

/** Marks HTML from a library as safe. */
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
