/** @file One case's evidence, a row for each test: every seed, the interval, and where the claim holds. */

import type { Evidence, Extended, Interval } from '../../judge/verdict.js'
import { inPercent } from '../../kinds/unit.js'
import { formatCount } from '../../text/amounts.js'
import { type Test, testsOf } from '../tests-of.js'
import { Plot, chart, tinyTicks } from './chart.js'
import type { Html } from './markup.js'

const row = { alone: 58, labelled: 52 }
const frame = { width: 460, marginLeft: 12, marginRight: 12, marginTop: 0, marginBottom: 34 }
/** The margin at both ends of the axis, as a share of the shown range. */
const breathing = 0.08
/** If there are more tests, only the deciding one and the whole rise are drawn. */
const mostRows = 8

/** @returns undefined if no number is finite */
export function intervalChart(evidence: Evidence, name: string): Html | undefined {
  const { scale, unit } = evidence
  const shown = (value: Extended) => {
    const number = scale === 'log ratio' ? Math.exp(Number(value)) : Number(value)
    return inPercent(unit) ? 100 * number : number
  }
  const all = testsOf(evidence)
  const tests = all.filter(
    ({ decided }, index) => all.length <= mostRows || decided || index === all.length - 1,
  )
  const rows = tests.map((test) => rowOf(test, shown, scale === 'log ratio'))
  const known = rows.flatMap(({ numbers }) => numbers).filter(Number.isFinite)
  if (known.length === 0) return undefined
  const finite = [...known, ...rows.flatMap(({ edges }) => edges)]
  const [least, greatest] = [Math.min(...finite), Math.max(...finite)]
  const room = breathing * (greatest - least || Math.abs(least) || 1)
  const domain = [least - room, greatest + room] as [number, number]
  const height = tests.length > 1 ? row.labelled : row.alone
  return chart(
    {
      ...{ ...frame, height: frame.marginBottom + height * rows.length },
      x: { domain, label: axisLabel(evidence), ticks: 6, ...tinyTicks(domain) },
      y: { domain: [-rows.length, 0], axis: null },
      marks: rows.flatMap((one, index) => marksOf(one, -index, domain)),
    },
    `${name}: ${rows.map(({ words }) => words).join('; ')}`,
  )
}

type Shown = (value: Extended) => number

interface Row extends Pick<Test, 'label' | 'decided' | 'seeds'> {
  words: string
  /** The ends of the region in which the claim holds; may be infinite. */
  accepted: [number, number]
  /** The ends that are drawn on the axis. */
  edges: number[]
  /** The numbers that the axis must show. */
  numbers: number[]
  estimate: number
  interval?: [number, number]
  failing?: [number, number]
}

function rowOf(test: Test, shown: Shown, ratio: boolean): Row {
  const { label, decided, acceptance } = test
  const ends = (of: Interval) => [shown(of.low), shown(of.high)] as [number, number]
  const seeds = test.seeds.map((one) => ({ ...one, value: shown(one.value as Extended) }))
  const accepted: [number, number] = [shown(acceptance.low), shown(acceptance.high)]
  const estimate = shown(test.estimate)
  const interval = test.interval && ends(test.interval)
  const failing = test.failing && ends(test.failing)
  const short = (value: number) => String(Number(value.toPrecision(4)))
  const between = interval ? `, interval ${interval.map(short).join(' to ')}` : ''
  const words = Number.isFinite(estimate) ? `estimate ${short(estimate)}${between}` : 'not reached'
  return {
    ...{ decided, seeds, accepted, estimate },
    ...(label !== undefined && { label }),
    words: label === undefined ? words : `${label}: ${words}`,
    edges: accepted.filter((end) => Number.isFinite(end) && !(ratio && end === 0)),
    numbers: [
      ...seeds.map(({ value }) => value),
      ...(seeds.length === 0 ? [estimate] : []),
      ...(interval ?? []),
      ...(failing ?? []),
    ],
    ...(interval && { interval }),
    ...(failing && { failing }),
  }
}

/** @param top the top of the row, whose height is 1 */
function marksOf(row: Row, top: number, domain: [number, number]): Plot.Markish[] {
  const { label, decided, seeds, accepted, edges, estimate, interval, failing } = row
  const y = (share: number) => top - 1 + share
  const inside = (value: number) => Math.min(Math.max(value, domain[0]), domain[1])
  const [from, to] = accepted.map(inside) as [number, number]
  const text = { fill: 'var(--text)', stroke: 'var(--page)', strokeWidth: 3 }
  const known = seeds.filter(({ value }) => Number.isFinite(value))
  const line = (ends: [number, number], strokeWidth: number, tick: number) => [
    Plot.link([ends], { x1: '0', x2: '1', y1: y(0.3), y2: y(0.3), strokeWidth }),
    Plot.link(ends, {
      ...{ x1: Plot.identity, x2: Plot.identity, y1: y(0.3 - tick), y2: y(0.3 + tick) },
      strokeWidth: Math.min(strokeWidth, 2),
    }),
  ]
  return [
    Plot.rect([{ from, to }], {
      ...{ x1: 'from', x2: 'to', y1: y(0.02), y2: y(0.98), fill: 'var(--accept)' },
    }),
    Plot.link(edges, {
      ...{ x1: Plot.identity, x2: Plot.identity, y1: y(0.02), y2: y(0.98) },
      strokeDasharray: '4 3',
    }),
    Plot.dot(known, {
      ...{ x: 'value', y: y(0.62), r: 4, fillOpacity: 0.75 },
      fill: ({ censored }: Row['seeds'][number]) => (censored ? 'none' : 'var(--seed)'),
      ...{ stroke: 'var(--seed)', strokeWidth: 1.5 },
      title: ({ seed, value, censored }: Row['seeds'][number]) =>
        `seed ${seed}: ${value.toPrecision(6)}${censored ? ', a bound' : ''}`,
    }),
    ...(failing ? line(failing, 1, 0.06) : []),
    ...(interval ? line(interval, 3, 0.12) : []),
    ...(interval || seeds.length === 0 ? [dotAt(estimate, y(0.3))] : []),
    ...beyond(seeds, domain, y(0.62), text),
    ...(label === undefined
      ? []
      : [
          Plot.text([`${label}${decided ? ' · decides' : ''}`], {
            ...{ ...text, x: domain[0], y: y(0.86), textAnchor: 'start', dx: 2 },
            fontWeight: decided ? 700 : 400,
          }),
        ]),
  ]
}

function dotAt(estimate: number, y: number): Plot.Markish {
  const shown = Number.isFinite(estimate) ? [estimate] : []
  return Plot.dot(shown, { x: Plot.identity, y, r: 5, fill: 'var(--text)' })
}

/** The marks of seeds with an infinite value, whose condition was not reached. */
function beyond(
  seeds: Row['seeds'],
  [left, right]: [number, number],
  y: number,
  text: Plot.TextOptions,
): Plot.Markish[] {
  const at = (infinity: number) => seeds.filter(({ value }) => value === infinity).length
  const [below, above] = [at(-Infinity), at(Infinity)]
  const words = (count: number) => `${formatCount(count, 'seed')} not reached`
  return [
    ...(below === 0
      ? []
      : [Plot.text([`◂ ${words(below)}`], { ...text, x: left, y, textAnchor: 'start', dx: 2 })]),
    ...(above === 0
      ? []
      : [Plot.text([`${words(above)} ▸`], { ...text, x: right, y, textAnchor: 'end', dx: -2 })]),
  ]
}

function axisLabel({ scale, unit }: Evidence): string {
  const units = { level: '%', points: 'percentage points', number: '' } as Record<string, string>
  const name = {
    ...{ value: 'value', difference: 'difference', 'log ratio': 'ratio' },
    rise: 'change in the claimed direction',
  }
  const of = units[unit] ?? unit
  return of === '' || scale === 'log ratio' ? name[scale] : `${name[scale]}, ${of}`
}
