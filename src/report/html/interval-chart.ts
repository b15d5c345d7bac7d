/** @file One case's evidence: every seed, the estimate with its interval, and where the claim holds. */

import { formatOnScale } from '../../judge/format.js'
import type { Evidence } from '../../judge/verdict.js'
import { inPercent } from '../../kinds/unit.js'
import { Plot, chart, tinyTicks } from './chart.js'
import type { Html } from './markup.js'

const size = { width: 460, height: 92, marginLeft: 12, marginRight: 12, marginBottom: 34 }
/** A share of the shown range, added beyond its ends. */
const breathing = 0.08

/** @returns undefined if no number is finite */
export function intervalChart(evidence: Evidence, sentence: string): Html | undefined {
  const { scale, unit, acceptance, interval } = evidence
  const shown = (value: number | string) => {
    const number = scale === 'log ratio' ? Math.exp(Number(value)) : Number(value)
    return inPercent(unit) ? 100 * number : number
  }
  const estimate = shown(evidence.estimate)
  const seeds = evidence.perSeed.map(({ seed, value }) => ({ seed, value: shown(value) }))
  const [low, high] = [interval?.low ?? NaN, interval?.high ?? NaN].map(shown) as [number, number]
  const thresholds = [acceptance.low, acceptance.high].map(shown)
  const bounds = scale === 'log ratio' ? thresholds.filter((end) => end > 0) : thresholds
  const finite = [estimate, low, high, ...bounds, ...seeds.map(({ value }) => value)].filter(
    Number.isFinite,
  )
  if (finite.length === 0) return undefined
  const [least, greatest] = [Math.min(...finite), Math.max(...finite)]
  const room = breathing * (greatest - least || Math.abs(least) || 1)
  const domain = [least - room, greatest + room] as [number, number]
  const inside = (value: number) => Math.min(Math.max(value, domain[0]), domain[1])
  const [from, to] = thresholds.map(inside) as [number, number]
  const data = seeds.filter(({ value }) => Number.isFinite(value))
  const drawn: Plot.Markish[] = [
    Plot.rect([{ from, to }], {
      ...{ x1: 'from', x2: 'to', y1: 0, y2: 2, fill: 'var(--accept)' },
    }),
    Plot.ruleX(bounds.filter(Number.isFinite), { stroke: 'var(--text)', strokeDasharray: '4 3' }),
    Plot.dot(data, {
      ...{ x: 'value', y: 1.5, r: 4, fill: 'var(--seed)', fillOpacity: 0.75 },
      title: ({ seed, value }: (typeof data)[number]) => `seed ${seed}: ${value.toPrecision(6)}`,
    }),
  ]
  if (Number.isFinite(low) && Number.isFinite(high)) {
    drawn.push(Plot.link([{}], { x1: low, x2: high, y1: 0.6, y2: 0.6, strokeWidth: 3 }))
    const ends = [low, high].map((x) => ({ x }))
    drawn.push(Plot.link(ends, { x1: 'x', x2: 'x', y1: 0.35, y2: 0.85, strokeWidth: 2 }))
  }
  if (Number.isFinite(estimate)) {
    drawn.push(Plot.dot([estimate], { x: Plot.identity, y: 0.6, r: 5, fill: 'var(--text)' }))
  }
  return chart(
    {
      ...size,
      x: { domain, label: axisLabel(evidence), ticks: 6, ...tinyTicks(domain) },
      y: { domain: [0, 2], axis: null },
      marks: drawn,
    },
    `${sentence}. Estimate ${formatOnScale(evidence, Number(evidence.estimate))}.`,
  )
}

function axisLabel({ scale, unit }: Evidence): string {
  const units = { level: '%', points: 'percentage points', number: '' } as Record<string, string>
  const name = { value: 'value', difference: 'difference', 'log ratio': 'ratio', rise: 'rise' }
  const of = units[unit] ?? unit
  return of === '' || scale === 'log ratio' ? name[scale] : `${name[scale]}, ${of}`
}
