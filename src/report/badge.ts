/** @file A badge for a README: how many of the claims that were trained or computed passed. */

import { basisOfClaim, seedsOf } from '../events/headline.js'
import { type Results, countsOf } from '../events/results.js'

/** The average width of a character in 11px Verdana, in pixels: exact enough to centre the text. */
const characterWidth = 6.6
const padding = 10

export function badgeReport({ claims }: Results): string {
  const measured = claims.filter((claim) => basisOfClaim(claim) !== 'published')
  const counts = countsOf(measured)
  const judged = measured.length - counts.skipped
  const label = 'genspec'
  const single = measured.filter((one) => one.verdict === 'pass' && seedsOf(one) === 1).length
  const seeds = single === 0 ? '' : `, ${single} with one seed`
  const lacking = claims.filter(({ skippedFor }) => skippedFor === 'data').length
  const rest = lacking === 0 ? '' : `, ${lacking} without data`
  const value =
    judged === 0 ? 'nothing judged' : `${counts.pass}/${judged} reproduced${seeds}${rest}`
  const colour =
    judged === 0
      ? '#6b7280'
      : counts.fail + counts.error > 0
        ? '#b42318'
        : counts.inconclusive + lacking > 0
          ? '#8a5a00'
          : '#1a7f37'
  const [left, right] = [label, value].map((text) =>
    Math.round(text.length * characterWidth + padding),
  ) as [number, number]
  const text = (content: string, middle: number, width: number) =>
    `<text x="${middle}" y="14" textLength="${width - padding}">${content}</text>`
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${left + right}" height="20" role="img" aria-label="${label}: ${value}">
  <title>${label}: ${value}</title>
  <clipPath id="r"><rect width="${left + right}" height="20" rx="3"/></clipPath>
  <g clip-path="url(#r)">
    <rect width="${left}" height="20" fill="#3d4450"/>
    <rect x="${left}" width="${right}" height="20" fill="${colour}"/>
  </g>
  <g fill="#fff" text-anchor="middle" font-family="Verdana,Geneva,DejaVu Sans,sans-serif" font-size="11">
    ${text(label, left / 2, left)}
    ${text(value, left + right / 2, right)}
  </g>
</svg>
`
}
