/** @file A chart of curves with its caption, legend and notes. */

import type { Figure } from './figure.js'
import { type Html, html } from './markup.js'

/** @param below stands below the notes */
export function curveFigure({ caption, svg, legend, notes }: Figure, below?: Html): Html {
  return html`<figure>
    <figcaption>${caption}</figcaption>
    ${svg}
    <ul class="legend">
      ${legend.map(({ label, colour, line }) => html`<li><span class="swatch ${line}" style="color: ${colour}" aria-hidden="true"></span>${label}</li>`)}
    </ul>
    ${notes.map((note) => html`<p class="note">${note}</p>`)} ${below ?? ''}
  </figure>`
}
