/** @file Charts as SVG text: Observable Plot without a browser. */

import * as Plot from '@observablehq/plot'
import { parseHTML } from 'linkedom'
import { type Html, html, trusted } from './markup.js'

export { Plot }

const { document } = parseHTML('<!doctype html><html><body></body></html>')

/** The page's style sheet sets the colours, so that one chart serves both themes. */
export function chart(options: Plot.PlotOptions, label: string): Html {
  const svg = Plot.plot({
    ...options,
    document,
    className: 'plot',
    // The page styles all charts at once.
    style: { background: 'none' },
  })
  // For screen readers, the drawing is one picture with one name.
  for (const part of svg.querySelectorAll('[aria-label]')) part.removeAttribute('aria-label')
  const text = svg.outerHTML
    // Set here because the document does not escape the `<` of a claim, which XML requires.
    .replace('<svg ', html`<svg role="img" aria-label="${label}" `.text)
    .replace(/<style>.*?<\/style>/gs, '')
    // Rounds to hundredths of a pixel; the text between tags stays unchanged.
    .replace(/<[^>]*>/g, (tag: string) => tag.replace(/(\d+\.\d{2})\d+/g, '$1'))
  return trusted(text)
}

/** Writes the ticks of an axis with tiny numbers as 2e-9 instead of with many zeros. */
export function tinyTicks(values: readonly number[]): { tickFormat?: (value: number) => string } {
  const greatest = Math.max(...values.map(Math.abs))
  if (!(greatest < 1e-3)) return {}
  return { tickFormat: (value) => String(Number(value.toPrecision(3))).replace(/^0\..*$/, tiny) }
}

const tiny = (text: string) => Number(text).toExponential()
