/** @file The default report: progress of each run while it trains, then a sentence per verdict. */

import chalk from 'chalk'
import cliTruncate from 'cli-truncate'
import { createLogUpdate } from 'log-update'
import prettyMilliseconds from 'pretty-ms'
import { formatCount } from '../judge/format.js'
import type { Evaluation } from '../kinds/metric.js'
import { sparkline } from './bars.js'
import type {
  EpochEvent,
  ProgressEvent,
  Reporter,
  RunOutcome,
  RunReference,
  StartEvent,
} from './events.js'
import { type Canvas, canvasOf, glyphs } from './unicode.js'
import { claimLines, countLine } from './verdict-lines.js'

/** How often a run says where it is when lines cannot be rewritten. */
const secondsBetweenLines = 10
const sparklineWidth = 12

export interface TerminalOptions {
  /** Every case of an expectation, and every stored run. */
  verbose?: boolean
}

export function terminalReporter(
  stream: NodeJS.WriteStream,
  { verbose = false }: TerminalOptions = {},
): Reporter {
  const live = stream.isTTY ? createLogUpdate(stream) : undefined
  const progress = new Map<string, string>()
  const losses = new Map<string, number[]>()
  const lastLine = new Map<string, number>()
  const canvas = () => canvasOf(stream)
  let file: string | undefined

  const print = (line: string) => {
    live?.clear()
    stream.write(`${line}\n`)
    redraw()
  }
  const redraw = () => {
    const { width } = canvas()
    live?.([...progress.values()].map((line) => cliTruncate(line, width - 1)).join('\n'))
  }

  const show = ({ key }: RunReference, line: string) => {
    progress.set(key, line)
    if (live) redraw()
    else if (performance.now() - (lastLine.get(key) ?? 0) > 1000 * secondsBetweenLines) {
      lastLine.set(key, performance.now())
      print(line)
    }
  }

  return (event) => {
    const { running, ended } = glyphs(canvas())
    switch (event.type) {
      case 'start':
        print(startLine(event))
        break
      case 'stored-run':
        if (verbose) {
          const { status, record } = { status: event.record.status, record: event.record }
          const outcome = outcomeText({ status, record })
          print(` ${chalk.dim(ended)} ${runName(event.run)}  ${outcome}  ${chalk.dim('stored')}`)
        }
        break
      case 'run-start':
        lastLine.set(event.run.key, performance.now())
        progress.set(event.run.key, ` ${chalk.cyan(running)} ${runName(event.run)}  starting`)
        redraw()
        break
      case 'epoch': {
        const { key } = event.run
        losses.set(key, [...(losses.get(key) ?? []), event.evaluation.trainLoss])
        show(event.run, epochLine(event, losses.get(key) ?? [], canvas()))
        break
      }
      case 'progress':
        show(event.run, progressLine(event, canvas()))
        break
      case 'run-retry':
        print(` ${chalk.yellow(ended)} ${runName(event.run)}  again: ${event.reason}`)
        break
      case 'run-end':
        progress.delete(event.run.key)
        print(
          ` ${chalk.cyan(ended)} ${runName(event.run)}  ${outcomeText(event.outcome)}  ${chalk.dim(duration(event.seconds))}`,
        )
        break
      case 'claim': {
        const { claim } = event
        // The last line counts them.
        if (claim.interrupted) break
        const heading = claim.file === file ? [] : ['', chalk.underline(claim.file)]
        file = claim.file
        print([...heading, '', ...claimLines(claim, canvas(), verbose)].join('\n'))
        break
      }
      case 'end': {
        live?.clear()
        const runs = `${formatCount(event.trained, 'run')} trained`
        const { saved } = event
        if (saved.runs > 0 && event.trained > 0) {
          const without = `decided without ${formatCount(saved.epochs, 'epoch')} of ${formatCount(saved.runs, 'run')}`
          stream.write(`\n${without}: at most ${duration(saved.seconds)} saved\n`)
        }
        const stopped = event.interrupted
          ? chalk.yellow('interrupted; finished runs are kept. ')
          : ''
        stream.write(
          `\n${stopped}${countLine(event.counts)} ${chalk.dim(`(${runs}, ${duration(event.seconds)})`)}\n`,
        )
        break
      }
    }
  }
}

function startLine({ claims, runs, engine, profile }: StartEvent): string {
  const stored = runs.stored > 0 ? `, ${runs.stored} from the store` : ''
  const at = profile === undefined ? '' : `, profile ${profile}`
  return `${formatCount(claims, 'claim')}${at}, ${formatCount(runs.new, 'run')} to train${stored}  ${chalk.dim(`engine ${engine.name}: ${engine.reason}`)}\n`
}

function runName({ label, seed }: RunReference): string {
  return `${label}, seed ${seed}`
}

/** Numbers before the name where the line is narrow: they are what changes. */
function epochLine(
  { run, evaluation, epochs, imagesPerSecond, secondsLeft }: EpochEvent,
  losses: readonly number[],
  canvas: Canvas,
): string {
  const marks = glyphs(canvas)
  const speed = `${imagesPerSecond.toLocaleString('en-US', { maximumFractionDigits: 0 })} images/s`
  const left = chalk.dim(`${speed}, at most ${duration(secondsLeft)} left`)
  const curve = chalk.cyan(sparkline(losses, sparklineWidth, marks).padEnd(sparklineWidth))
  const state = `epoch ${evaluation.epoch}/${epochs}  ${curve} ${numbersOf(evaluation)}`
  const wide = ` ${chalk.cyan(marks.running)} ${runName(run)}  ${state}  ${left}`
  const room = canvas.width - state.length - 4
  if (runName(run).length < room) return wide
  return ` ${chalk.cyan(marks.running)} ${state}  ${runName(run)}  ${left}`
}

function numbersOf({ trainLoss, trainAccuracy, testAccuracy }: Evaluation): string {
  return `loss ${trainLoss.toFixed(3)}  train ${percent(trainAccuracy)}  test ${percent(testAccuracy)}`
}

function progressLine({ run, fraction, note, secondsLeft }: ProgressEvent, canvas: Canvas): string {
  const left = secondsLeft === undefined ? '' : chalk.dim(`  about ${duration(secondsLeft)} left`)
  return ` ${chalk.cyan(glyphs(canvas).running)} ${runName(run)}  ${percent(fraction)}  ${note}${left}`
}

function outcomeText(outcome: RunOutcome): string {
  if (outcome.status === 'lost') return chalk.red(`lost: ${outcome.reason}`)
  const { status, reason, curve } = outcome.record
  if (status !== 'finished') return chalk.red(`${status}: ${reason ?? 'the loss is not finite'}`)
  const last = curve.at(-1)
  return last ? `${formatCount(last.epoch, 'epoch')}  ${numbersOf(last)}` : 'finished'
}

function percent(fraction: number): string {
  return `${(100 * fraction).toFixed(1)}%`
}

export function duration(seconds: number): string {
  return prettyMilliseconds(1000 * seconds, { secondsDecimalDigits: seconds < 10 ? 1 : 0 })
}
