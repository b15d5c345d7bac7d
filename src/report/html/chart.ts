/** @file Charts as SVG text: Observable Plot on a document that no browser is needed for. */

import * as Plot from '@observablehq/plot'
import { parseHTML } from 'linkedom'
import { type Html, html, trusted } from './markup.js'

export { Plot }

const { document } = parseHTML('<!doctype html><html><body></body></html>')

/** Colours come from the page's style sheet, so that one chart serves both themes. */
export function chart(options: Plot.PlotOptions, label: string): Html {
  const svg = Plot.plot({
    ...options,
    document,
    className: 'plot',
    // The page styles all charts at once.
    style: { background: 'none' },
  })
  // The drawing is one picture with one name.
  for (const part of svg.querySelectorAll('[aria-label]')) part.removeAttribute('aria-label')
  const text = svg.outerHTML
    // Set here, for the document leaves the `<` of a claim as it is, which XML does not allow.
    .replace('<svg ', html`<svg role="img" aria-label="${label}" `.text)
    .replace(/<style>.*?<\/style>/gs, '')
    // Hundredths of a pixel are more than anyone sees; the text between tags is left alone.
    .replace(/<[^>]*>/g, (tag: string) => tag.replace(/(\d+\.\d{2})\d+/g, '$1'))
  return trusted(text)
}

/** Ticks of an axis whose numbers are all tiny are written as 2e-9, not with many zeros. */
export function tinyTicks(values: readonly number[]): { tickFormat?: (value: number) => string } {
  const greatest = Math.max(...values.map(Math.abs))
  if (!(greatest < 1e-3)) return {}
  return { tickFormat: (value) => String(Number(value.toPrecision(3))).replace(/^0\..*$/, tiny) }
}

const tiny = (text: string) => Number(text).toExponential()
