/** @file The parts of a chart of curves, including the paper's own curves. */

import type { PaperCurve } from '../../events/events.js'
import { Plot } from './chart.js'
import type { Html } from './markup.js'

export interface Figure {
  caption: string
  svg: Html
  legend: LegendEntry[]
  notes: string[]
  /** Names of the paper's curves in it. */
  papers: string[]
}

export interface LegendEntry {
  label: string
  /** A CSS colour. */
  colour: string
  line: 'solid' | 'dotted' | 'dash-dotted'
}

/** The size of every chart of curves, in pixels. */
export const size = { width: 460, height: 250, marginLeft: 46 }

export interface NamedCurve extends PaperCurve {
  name: string
}

/** A measured curve by its words and its colour. */
export interface Series {
  label: string
  colour: string
}

/** The number of distinguishable colours in the page's palette. */
const distinct = 6

/** @param ordered true if the curves follow a swept value; then the colours form a gradient */
export function colourOf(index: number, count: number, ordered = false): string {
  if (!ordered && count <= distinct) return `var(--arm-${index + 1})`
  const share = Math.round((100 * index) / Math.max(count - 1, 1))
  return `color-mix(in oklch, var(--arm-2) ${share}%, var(--arm-1))`
}

/** The curves for these axes; the vertical axis can have several names. */
export function fitting(papers: readonly NamedCurve[], x: string, ...ys: string[]): NamedCurve[] {
  return papers.filter((curve) => curve.x === x && ys.includes(curve.y))
}

function colourFor({ of }: PaperCurve, series: readonly Series[]): string {
  const own = of === undefined ? undefined : series.find(({ label }) => label.includes(of))
  return own?.colour ?? 'var(--paper)'
}

/** Dotted lines, with a ring at each point if there are few; a test curve in dashes and dots. */
export function paperMarks(
  papers: readonly NamedCurve[],
  series: readonly Series[],
): Plot.Markish[] {
  return papers.flatMap((curve) => {
    const { points, split } = curve
    const drawn = { x: '0', y: '1', stroke: colourFor(curve, series), strokeWidth: 2 }
    const strokeDasharray = split === 'test' ? '6 4 0.1 4' : '0.1 4'
    return [
      Plot.line(points, { ...drawn, strokeLinecap: 'round', strokeDasharray }),
      ...(points.length <= few
        ? [Plot.dot(points, { ...drawn, r: 3.5, fill: 'var(--page)' })]
        : []),
    ]
  })
}

const few = 25

export function paperLegend(
  papers: readonly NamedCurve[],
  series: readonly Series[],
): LegendEntry[] {
  return papers.map((curve) => ({
    ...{ label: `the paper's ${curve.name}`, colour: colourFor(curve, series) },
    line: curve.split === 'test' ? 'dash-dotted' : 'dotted',
  }))
}

/** How the curves were obtained, without repetition. */
export function paperNotes(papers: readonly NamedCurve[]): string[] {
  return [...new Set(papers.flatMap(({ note }) => note ?? []))]
}
