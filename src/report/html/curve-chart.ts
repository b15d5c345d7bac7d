/** @file Learning curves: the mean over seeds with a band from the least to the greatest, and the paper's own curve. */

import type { Evaluation } from '../../kinds/metric.js'
import type { ArmReport, ClaimReport } from '../events.js'
import type { Results } from '../results.js'
import { Plot, chart } from './chart.js'
import type { Html } from './markup.js'

/** What the vertical axis can be, with the metrics that ask for it. */
const axes = [
  {
    label: 'accuracy, %',
    metrics: /acc|error|gap/,
    lines: [
      { name: 'train', of: ({ trainAccuracy }: Evaluation) => 100 * trainAccuracy },
      { name: 'test', of: ({ testAccuracy }: Evaluation) => 100 * testAccuracy },
    ],
  },
  {
    label: 'loss',
    metrics: /loss/,
    lines: [
      { name: 'train', of: ({ trainLoss }: Evaluation) => trainLoss },
      { name: 'test', of: ({ testLoss }: Evaluation) => testLoss },
    ],
  },
] as const

/** Every arm has a colour of the page's palette; further ones share the last. */
const colours = 6
/** More would only make the page heavy. */
const mostPoints = 80

interface Point {
  epoch: number
  mean: number
  low: number
  high: number
  line: string
  colour: string
  split: 'train' | 'test'
}

export interface CurveFigure {
  svg: Html
  /** The arms with the number of their colour, from 1. */
  legend: { label: string; colour: number; seeds: number }[]
  papers: string[]
}

export function curveFigures(claim: ClaimReport, { runs }: Results): CurveFigure[] {
  const arms = new Map<string, ArmReport>()
  for (const { cases } of claim.expectations) {
    for (const arm of cases.flatMap((one) => one.arms)) {
      arms.set(arm.runs.map(({ key }) => key).join(), arm)
    }
  }
  const drawn = [...arms.values()]
    .map((arm) => ({
      arm,
      curves: arm.runs.map(({ key }) => runs.get(key)?.curve ?? []).filter((one) => one.length > 1),
    }))
    .filter(({ curves }) => curves.length > 0)
  if (drawn.length === 0) return []
  const asked = [...arms.values()].flatMap(({ metrics }) => metrics)
  const wanted = axes.filter(({ metrics }) => asked.some((metric) => metrics.test(metric)))
  return (wanted.length === 0 ? axes.slice(0, 1) : wanted).map(({ label, lines }) => {
    const points = drawn.flatMap(({ curves }, index) =>
      lines.flatMap(({ name, of }) =>
        summarize(curves, of).map((point): Point => ({
          ...point,
          line: `${index} ${name}`,
          colour: `var(--arm-${Math.min(index + 1, colours)})`,
          split: name,
        })),
      ),
    )
    const paper = paperPoints(claim, label)
    const names = drawn.map(({ arm }) => arm.label)
    const svg = chart(
      {
        ...{ width: 460, height: 240, marginLeft: 46 },
        x: { label: 'epoch', ticks: 6 },
        y: { label, grid: true, nice: true },
        marks: [
          Plot.areaY(points, {
            ...{ x: 'epoch', y1: 'low', y2: 'high', z: 'line', fill: 'colour', fillOpacity: 0.15 },
          }),
          Plot.lineY(of(points, 'train'), stroked),
          Plot.lineY(of(points, 'test'), { ...stroked, strokeDasharray: '5 3' }),
          Plot.line(paper.points, {
            ...{ x: '0', y: '1', stroke: 'var(--paper)', strokeWidth: 1.4, marker: 'circle' },
          }),
        ],
      },
      `Learning curves, ${label} by epoch: ${names.join('; ')}`,
    )
    const legend = drawn.map(({ arm, curves }, index) => ({
      ...{ label: arm.label, colour: Math.min(index + 1, colours), seeds: curves.length },
    }))
    return { svg, legend, papers: paper.names }
  })
}

const stroked = { x: 'epoch', y: 'mean', z: 'line', stroke: 'colour', strokeWidth: 1.6 } as const

function of(points: readonly Point[], split: Point['split']): Point[] {
  return points.filter((point) => point.split === split)
}

/** At each epoch over the seeds that were still training; evenly thinned. */
function summarize(curves: readonly Evaluation[][], of: (evaluation: Evaluation) => number) {
  const byEpoch = new Map<number, number[]>()
  for (const evaluation of curves.flat()) {
    const value = of(evaluation)
    if (!Number.isFinite(value)) continue
    byEpoch.set(evaluation.epoch, [...(byEpoch.get(evaluation.epoch) ?? []), value])
  }
  const epochs = [...byEpoch.keys()].sort((a, b) => a - b)
  const stride = Math.ceil(epochs.length / mostPoints)
  return epochs
    .filter((_, index) => index % stride === 0 || index === epochs.length - 1)
    .map((epoch) => {
      const values = byEpoch.get(epoch) ?? []
      const mean = values.reduce((sum, value) => sum + value, 0) / values.length
      return { epoch, mean, low: Math.min(...values), high: Math.max(...values) }
    })
}

/** The paper's curves over epochs that belong on this axis. */
function paperPoints({ reported }: ClaimReport, label: string) {
  const curves = reported.filter(
    (one) =>
      one.type === 'curve' && one.points !== undefined && one.x === 'epoch' && one.y === label,
  )
  return {
    points: curves.flatMap((one) => (one.type === 'curve' ? (one.points ?? []) : [])),
    names: curves.map((one) => (one.type === 'curve' ? one.name : '')),
  }
}
