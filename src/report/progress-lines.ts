/** @file A line for an active run, shortened to the width of the terminal. */

import chalk from 'chalk'
import cliTruncate from 'cli-truncate'
import prettyMilliseconds from 'pretty-ms'
import stringWidth from 'string-width'
import type { EpochEvent, ProgressEvent, RunReference } from '../events/events.js'
import type { Evaluation } from '../kinds/metric.js'
import { sparkline } from './bars.js'
import { type Canvas, glyphs } from './unicode.js'

const sparklineWidth = 12
/** The columns reserved for a run's name; the end of the name distinguishes runs. */
const leastName = (width: number) => Math.min(30, Math.floor(width / 3))

export function epochLine(
  { run, evaluation, epochs, imagesPerSecond, secondsLeft }: EpochEvent,
  losses: readonly number[],
  canvas: Canvas,
): string {
  // How many epochs a trainer goes on, it need not say.
  const epoch = `epoch ${evaluation.epoch}${epochs === undefined ? '' : `/${epochs}`}`
  const curve = chalk.cyan(sparkline(losses, sparklineWidth, glyphs(canvas)).padEnd(sparklineWidth))
  const [loss, train, test] = numbersOf(evaluation)
  const images = imagesPerSecond?.toLocaleString('en-US', { maximumFractionDigits: 0 })
  const pace = images === undefined ? [] : [chalk.dim(`${images} images/s`)]
  const left = secondsLeft === undefined ? '' : chalk.dim(`at most ${duration(secondsLeft)} left`)
  return fitted(run, canvas, [
    [epoch, curve, loss, train, test, ...pace, left],
    [epoch, curve, loss, train, test, left],
    [epoch, curve, loss, train, test],
    [epoch, loss, train, test],
    [epoch, loss, train],
    [epoch, loss],
    [epoch],
  ])
}

export function progressLine(
  { run, fraction, note, secondsLeft }: ProgressEvent,
  canvas: Canvas,
): string {
  const left = secondsLeft === undefined ? [] : [chalk.dim(`about ${duration(secondsLeft)} left`)]
  const done = percent(fraction)
  return fitted(run, canvas, [[done, note, ...left], [done, note], [done]])
}

export function startingLine(run: RunReference, canvas: Canvas): string {
  return fitted(run, canvas, [['starting']])
}

/** @param states from the longest to the shortest; the first that leaves enough room for the name is used */
function fitted(run: RunReference, canvas: Canvas, states: readonly string[][]): string {
  const name = runName(run)
  const mark = ` ${chalk.cyan(glyphs(canvas).running)} `
  const room = (state: string) => canvas.width - 1 - stringWidth(mark + state) - 2
  const wanted = Math.min(name.length, leastName(canvas.width))
  const texts = states.map((state) => state.filter((part) => part !== '').join('  '))
  const text = texts.find((one) => room(one) >= wanted) ?? texts.at(-1) ?? ''
  const shown = room(text) >= name.length ? name : shortened(name, room(text), canvas)
  return `${mark}${shown}  ${text}`
}

function shortened(name: string, columns: number, canvas: Canvas): string {
  const truncationCharacter = glyphs(canvas).cut
  return cliTruncate(name, Math.max(columns, 1), { position: 'start', truncationCharacter })
}

export function runName({ label, seed }: RunReference): string {
  return `${label}, seed ${seed}`
}

/** Empty where it is not measured. */
export function numbersOf({
  trainLoss,
  trainAccuracy,
  testAccuracy,
}: Evaluation): [loss: string, train: string, test: string] {
  const shown = (name: string, value: number, text: (value: number) => string) =>
    Number.isFinite(value) ? `${name} ${text(value)}` : ''
  return [
    shown('loss', trainLoss, (loss) => loss.toFixed(3)),
    shown('train', trainAccuracy, percent),
    shown('test', testAccuracy, percent),
  ]
}

function percent(fraction: number): string {
  return `${(100 * fraction).toFixed(1)}%`
}

export function duration(seconds: number): string {
  return prettyMilliseconds(1000 * seconds, { secondsDecimalDigits: seconds < 10 ? 1 : 0 })
}
