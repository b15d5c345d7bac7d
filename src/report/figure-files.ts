/** @file The paper's figures as SVG pictures with published and measured curves, for a README. */

import wrapAnsi from 'wrap-ansi'
import type { Results } from '../events/results.js'
import { mapTexts, visibleLines } from '../text/visible.js'
import { type Figure, size } from './html/figure.js'
import { html, trusted } from './html/markup.js'
import { dark, light } from './html/palette.js'
import { paperFigures } from './html/paper-figures.js'

/**
 * A picture for each figure with reported curves, for all claims that report them: `figure1c.mlp` is a
 * curve of `figure1c`.
 * @returns the SVG by file name
 */
export function pictures(told: Results): Map<string, string> {
  const results = mapTexts(told, visibleLines)
  const made = new Map<string, string>()
  for (const [name, figures] of paperFigures(results.claims, results)) {
    for (const [index, figure] of figures.entries()) {
      made.set(`${name}${index === 0 ? '' : `-${index + 1}`}.svg`, picture(figure))
    }
  }
  return made
}

const page = { width: 500, margin: 16, line: 15 }
/** Characters of 11px text in the picture's width. */
const columns = 80

/** A self-contained picture with colours for both themes, caption, legend and notes. */
function picture({ caption, svg, legend, notes }: Figure): string {
  const { width, margin, line } = page
  let y = margin
  const paragraph = (text: string, indent = 0) =>
    wrapAnsi(text, columns - indent / 6)
      .split('\n')
      .map((words) => html`<text x="${margin + indent}" y="${(y += line) - 4}">${words}</text>`)
  const title = paragraph(caption)
  const top = (y += line / 2)
  y += size.height + line / 2
  const keys = legend.map(({ label, colour, line: kind }) => {
    const swatch = html`<path d="M${margin} ${y + 7}h20" stroke="${colour}" class="${kind}" />`
    return [swatch, ...paragraph(label, 28)]
  })
  y += line / 2
  const remarks = notes.map((note) => paragraph(note))
  const height = y + margin
  return html`<svg
    xmlns="http://www.w3.org/2000/svg"
    viewBox="0 0 ${width} ${height}"
    width="${width}"
    height="${height}"
    role="img"
    aria-label="${caption}"
  >
    <style>
      :root { color-scheme: light dark; ${trusted(light)} }
      @media (prefers-color-scheme: dark) { :root { ${trusted(dark)} } }
      svg { color: var(--text); font: 11px system-ui, sans-serif }
      text { fill: var(--text); white-space: pre }
      path:is(.solid, .dotted, .dash-dotted) { stroke-width: 2.4 } .dotted { stroke-dasharray: .1 4; stroke-linecap: round } .dash-dotted { stroke-dasharray: 6 4 .1 4; stroke-linecap: round }
      .page { fill: var(--page) }
    </style>
    <rect class="page" width="100%" height="100%" rx="6" />
    ${title}
    <svg
      x="${margin}"
      y="${top}"
      width="${width - 2 * margin}"
      height="${size.height}"
      overflow="visible"
    >
      ${svg}
    </svg>
    ${keys.flat()} ${remarks.flat()}
  </svg> `.text
}
