/** @file Learning curves: the mean over seeds with a band from the least to the greatest, and the paper's own. */

import type { ArmReport } from '../../events/events.js'
import type { ReportedRun } from '../../events/results.js'
import { type Chart, type Drawn, type Evaluation, type Split, drawnOf } from '../../kinds/metric.js'
import { formatCount } from '../../text/amounts.js'
import { metrics } from '../../training/metrics.js'
import { armWords } from './arm-words.js'
import { Plot, chart } from './chart.js'
import {
  type Figure,
  type NamedCurve,
  type Series,
  colourOf,
  fitting,
  paperLegend,
  paperMarks,
  paperNotes,
  size,
} from './figure.js'

interface Axis {
  chart: Chart
  label: string
  lines: {
    split: Split
    of: (evaluation: Evaluation) => number
    /** Drawn only if a metric of this split is in the chart. */
    onlyAsked?: true
  }[]
}

/** The available charts, by their vertical axis. */
const axes: Axis[] = [
  {
    chart: 'accuracy',
    label: 'accuracy, %',
    lines: [
      { split: 'train', of: ({ trainAccuracy }: Evaluation) => 100 * trainAccuracy },
      { split: 'test', of: ({ testAccuracy }: Evaluation) => 100 * testAccuracy },
    ],
  },
  {
    chart: 'loss',
    label: 'loss',
    lines: [
      { split: 'train', of: ({ trainLoss }: Evaluation) => trainLoss },
      // It grows beyond all other curves if a network memorizes.
      { split: 'test', of: ({ testLoss }: Evaluation) => testLoss, onlyAsked: true },
    ],
  },
]

/** The limit of points per curve; more would make the page larger without visible effect. */
const mostPoints = 80

interface Point {
  epoch: number
  mean: number
  low: number
  high: number
  line: string
  colour: string
  split: Split
  /** True if some of the seeds had ended. */
  fewer: boolean
}

/** The curves of one chart. */
export interface Curves {
  arms: readonly ArmReport[]
  /** True if the arms follow a swept value. */
  swept: boolean
  papers: readonly NamedCurve[]
  runs: ReadonlyMap<string, ReportedRun>
}

export function learningCurves({ arms, swept, papers, runs }: Curves): Figure[] {
  const drawn = distinctArms(arms)
    .map((arm) => ({
      arm,
      curves: arm.runs.map(({ key }) => runs.get(key)?.curve ?? []).filter((one) => one.length > 1),
    }))
    .filter(({ curves }) => curves.length > 0)
  if (drawn.length === 0) return []
  const { shared, labels } = armWords(drawn.map(({ arm }) => arm.label))
  const series = drawn.map(({ arm, curves }, index) => ({
    ...{ label: arm.label, colour: colourOf(index, drawn.length, swept), curves },
    shown: `${labels[index] ?? arm.label} (${seedsText(curves)})`,
  }))
  const asked = drawn.flatMap(({ arm }) => drawnBecauseOf(arm))
  const shown = axes.filter(
    ({ chart, label }) =>
      asked.some((one) => one.chart === chart) || fitting(papers, 'epoch', label).length > 0,
  )
  return (shown.length === 0 ? axes.slice(0, 1) : shown).map(({ chart, label, lines }): Figure => {
    const wanted = ({ split, onlyAsked }: Axis['lines'][number]) =>
      !onlyAsked || asked.some((one) => one.chart === chart && one.split === split)
    const points = series.flatMap(({ curves, colour }, index) =>
      lines.filter(wanted).flatMap(({ split, of }) =>
        summarize(curves, of).map(({ count, ...point }): Point => ({
          ...{ ...point, line: `${index} ${split}`, colour, split },
          fewer: count < curves.length,
        })),
      ),
    )
    const own = fitting(papers, 'epoch', label)
    const splits = lines.every(wanted) ? 'solid train, dashed test' : 'training split'
    const thin = points.some(({ fewer }) => fewer) ? '; thin where seeds have ended' : ''
    return {
      caption: `Learning curves${shared === '' ? '' : ` of ${shared}`}: mean over seeds, band from least to greatest; ${splits}${thin}`,
      svg: drawing(label, points, own, series),
      legend: [
        ...series.map(({ shown, colour }) => ({ label: shown, colour, line: 'solid' as const })),
        ...paperLegend(own, series),
      ],
      notes: paperNotes(own),
      papers: own.map(({ name }) => name),
    }
  })
}

function drawing(
  label: string,
  points: readonly Point[],
  papers: readonly NamedCurve[],
  series: readonly Series[],
) {
  const of = (split: Point['split']) => points.filter((point) => point.split === split)
  // A thin line is the mean of the seeds that still train; it begins at the last epoch with all seeds.
  const lines = (split: Split, dashes: { strokeDasharray?: string }) => {
    const own = of(split)
    const thin = own.filter(({ fewer, line }, index) => {
      const next = own[index + 1]
      return fewer || (next?.fewer === true && next.line === line)
    })
    const stroked = { x: 'epoch', y: 'mean', z: 'line', stroke: 'colour', ...dashes } as const
    const whole = own.filter(({ fewer }) => !fewer)
    return [
      Plot.lineY(whole, { ...stroked, strokeWidth: 1.6 }),
      Plot.lineY(thin, { ...stroked, strokeWidth: 0.8 }),
    ]
  }
  return chart(
    {
      ...size,
      x: { label: 'epoch', ticks: 6 },
      y: { label, grid: true, nice: true },
      marks: [
        Plot.areaY(points, {
          ...{ x: 'epoch', y1: 'low', y2: 'high', z: 'line', fill: 'colour', fillOpacity: 0.15 },
        }),
        ...lines('train', {}),
        ...lines('test', { strokeDasharray: '5 3' }),
        ...paperMarks(papers, series),
      ],
    },
    `Learning curves, ${label} by epoch: ${series.map((one) => one.label).join('; ')}`,
  )
}

/** Known for built-in metrics even if a stream of an older version lacks it. */
function drawnBecauseOf({ drawn, metrics: names }: ArmReport): Drawn[] {
  return drawn ?? metrics.filter(({ name }) => names.includes(name)).flatMap(drawnOf)
}

/** Several expectations can measure the same runs. */
function distinctArms(arms: readonly ArmReport[]): ArmReport[] {
  const known = new Map<string, ArmReport>()
  for (const arm of arms) {
    const key = arm.runs.map((run) => run.key).join()
    const drawn = [...(known.get(key)?.drawn ?? []), ...drawnBecauseOf(arm)]
    known.set(key, { ...arm, drawn })
  }
  return [...known.values()]
}

/** Summarizes the seeds that were still training at each epoch, evenly thinned. */
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
      return {
        epoch,
        mean,
        low: Math.min(...values),
        high: Math.max(...values),
        count: values.length,
      }
    })
}

/** The most groups of seeds to list. */
const mostNumbers = 4

/** Lists how many seeds each epoch has: `12 seeds to epoch 30, 5 to epoch 40`. */
function seedsText(curves: readonly Evaluation[][]): string {
  const ends = curves.map((curve) => curve.at(-1)?.epoch ?? 0)
  const last = [...new Set(ends)].sort((a, b) => a - b)
  const seeds = formatCount(curves.length, 'seed')
  if (last.length < 2) return seeds
  const parts = last.map((end, index) => {
    const left = ends.filter((one) => one >= end).length
    return `${index === 0 ? seeds : left} to epoch ${end}`
  })
  if (parts.length <= mostNumbers) return parts.join(', ')
  return [parts[0], 'then fewer', parts.at(-1)].join(', ')
}
