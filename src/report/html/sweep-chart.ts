/** @file A measured quantity against the swept value: a line through the means, a dot for each seed, and the paper's curve. */

import type { SweptQuantity, OutcomePoint } from '../../judge/verdict.js'
import { inPercent, symbolOf } from '../../kinds/unit.js'
import { formatCount } from '../../text/amounts.js'
import { Plot, chart, tinyTicks } from './chart.js'
import {
  type Figure,
  type NamedCurve,
  colourOf,
  fitting,
  paperLegend,
  paperMarks,
  paperNotes,
  size,
} from './figure.js'

/** Each pair of a quantity and a swept variable has a figure; further variables are lines in it. */
export function sweepCurves(
  outcomes: readonly SweptQuantity[],
  papers: readonly NamedCurve[],
): Figure[] {
  const figures = new Map<string, SweptQuantity[]>()
  for (const outcome of outcomes) {
    const known = outcome.points.filter(({ values }) => values.length > 0)
    // Where nothing was reached there is nothing to see but where the runs ended.
    if (known.length < 2 || known.every((point) => point.values.every(isBound))) continue
    const name = `${outcome.variable} ${outcome.quantity}`
    figures.set(name, [...(figures.get(name) ?? []), outcome])
  }
  return [...figures.values()].map((own) => sweepFigure(own, papers))
}

function sweepFigure(outcomes: readonly SweptQuantity[], papers: readonly NamedCurve[]): Figure {
  const [{ quantity, unit, variable, variableUnit = '' }] = outcomes as [SweptQuantity]
  const symbol = inPercent(unit) ? '%' : symbolOf(unit)
  const [x, y] = [
    variableUnit === '' ? variable : `${variable}, ${variableUnit}`,
    symbol === '' ? quantity : `${quantity}, ${symbol}`,
  ]
  const shown = (value: number) => (inPercent(unit) ? 100 * value : value)
  const points = outcomes.flatMap((one) => one.points)
  const even = !isSpread(points)
  const place = ({ text, at }: OutcomePoint) => (even ? text : at)
  const series = outcomes.map(({ label, points: own }, index) => ({
    ...{ label: label ?? quantity, colour: colourOf(index, outcomes.length) },
    means: own
      .filter(({ values }) => values.length > 0)
      // The line breaks at a mean that is not known.
      .map((point) => ({
        x: place(point),
        y: point.values.some(isBound) ? NaN : shown(mean(point)),
      })),
    dots: own.flatMap((point) =>
      point.values.map(({ seed, value, censored = false }) => ({
        ...{ seed, censored, x: place(point), y: shown(value) },
      })),
    ),
    seeds: Math.max(...own.map(({ values }) => values.length)),
  }))
  const fit = even ? [] : fitting(papers, x, y, quantity)
  const dots = series.flatMap((one) => one.dots)
  const bounded = dots.some(({ censored }) => censored)
  const heights = series.flatMap(({ dots }) => dots.map((dot) => dot.y))
  const svg = chart(
    {
      ...{ ...size, marginRight: 26 },
      x: {
        label: x,
        ...(even && { type: 'point' as const, domain: points.map(({ text }) => text) }),
      },
      y: { label: y, grid: true, nice: true, ...tinyTicks(heights) },
      marks: [
        ...paperMarks(fit, series),
        ...series.flatMap(({ colour, means, dots }) => [
          Plot.lineY(means, { x: 'x', y: 'y', stroke: colour, strokeWidth: 1.8 }),
          ...dotsOf(dots, colour),
        ]),
      ],
    },
    `${y} by ${x}: ${series.map(({ means }) => means.map((one) => (Number.isNaN(one.y) ? 'not reached' : Number(one.y.toPrecision(4)))).join(', ')).join('; ')}`,
  )
  return {
    caption: `${quantity} by ${variable}: a line through the means, a dot for each seed${bounded ? '; a hollow triangle where it was not reached, at the end of the run: the number is larger' : ''}`,
    svg,
    legend: [
      ...series.map(({ label, colour, seeds }) => ({
        ...{ label: `${label} (${formatCount(seeds, 'seed')})`, colour },
        line: 'solid' as const,
      })),
      ...paperLegend(fit, series),
    ],
    notes: paperNotes(fit),
    papers: fit.map(({ name }) => name),
  }
}

interface Dot {
  seed: number
  censored: boolean
  x: string | number | undefined
  y: number
}

function dotsOf(dots: readonly Dot[], colour: string): Plot.Markish[] {
  const drawn = {
    ...{ x: 'x', y: 'y', stroke: colour, strokeWidth: 1.5 },
    title: ({ seed, censored, x, y }: Dot) =>
      `seed ${seed}: ${censored ? 'at least ' : ''}${Number(y.toPrecision(5))} at ${x ?? ''}`,
  }
  const [known, bounds] = [false, true].map((one) => dots.filter((dot) => dot.censored === one))
  return [
    Plot.dot(known, { ...drawn, r: 3, fill: colour, fillOpacity: 0.8 }),
    Plot.dot(bounds, { ...drawn, r: 4, fill: 'none', symbol: 'triangle' }),
  ]
}

function isBound({ censored }: OutcomePoint['values'][number]): boolean {
  return censored === true
}

function mean({ values }: OutcomePoint): number {
  return values.reduce((sum, { value }) => sum + value, 0) / values.length
}

/** Words, and unevenly spaced numbers such as powers of ten, are placed at equal distances. */
function isSpread(points: readonly OutcomePoint[]): boolean {
  const numbers = [...new Set(points.map(({ at }) => at ?? NaN))].sort((a, b) => a - b)
  if (numbers.some(Number.isNaN)) return false
  const gaps = numbers.slice(1).map((one, index) => one - (numbers[index] ?? 0))
  return Math.max(...gaps) <= farApart * Math.min(...gaps)
}

const farApart = 20
