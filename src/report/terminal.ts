/** @file The default report: progress of each run while it trains, then a sentence per verdict. */

import chalk from 'chalk'
import { createLogUpdate } from 'log-update'
import prettyMilliseconds from 'pretty-ms'
import { formatCount } from '../judge/format.js'
import type { Reporter, RunEvent, RunOutcome, RunReference } from './events.js'
import { claimLines, countLine } from './verdict-lines.js'

/** How often a run says where it is when lines cannot be rewritten. */
const secondsBetweenLines = 10

export function terminalReporter(stream: NodeJS.WriteStream): Reporter {
  const live = stream.isTTY ? createLogUpdate(stream) : undefined
  const progress = new Map<string, string>()
  const lastLine = new Map<string, number>()

  const print = (line: string) => {
    live?.clear()
    stream.write(`${line}\n`)
    redraw()
  }
  const redraw = () => live?.([...progress.values()].join('\n'))

  return (event) => {
    switch (event.type) {
      case 'start':
        print(startLine(event))
        break
      case 'run-start':
        lastLine.set(event.run.key, performance.now())
        progress.set(event.run.key, ` ${chalk.cyan('▸')} ${runName(event.run)}  starting`)
        redraw()
        break
      case 'epoch': {
        const line = epochLine(event)
        progress.set(event.run.key, line)
        if (live) redraw()
        else if (
          performance.now() - (lastLine.get(event.run.key) ?? 0) >
          1000 * secondsBetweenLines
        ) {
          lastLine.set(event.run.key, performance.now())
          print(line)
        }
        break
      }
      case 'run-retry':
        print(` ${chalk.yellow('▪')} ${runName(event.run)}  again: ${event.reason}`)
        break
      case 'run-end':
        progress.delete(event.run.key)
        print(
          ` ${chalk.cyan('▪')} ${runName(event.run)}  ${outcomeText(event.outcome)}  ${chalk.dim(duration(event.seconds))}`,
        )
        break
      case 'claim':
        print(['', ...claimLines(event.claim)].join('\n'))
        break
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

function startLine(event: Extract<RunEvent, { type: 'start' }>): string {
  const { claims, runs, engine, engineReason } = event
  const stored = runs.stored > 0 ? `, ${runs.stored} from the store` : ''
  return `${formatCount(claims, 'claim')}, ${formatCount(runs.new, 'run')} to train${stored}  ${chalk.dim(`engine ${engine}: ${engineReason}`)}\n`
}

function runName({ label, seed }: RunReference): string {
  return `${label}, seed ${seed}`
}

function epochLine({
  run,
  evaluation,
  epochs,
  secondsLeft,
}: Extract<RunEvent, { type: 'epoch' }>): string {
  const { epoch, trainLoss, trainAccuracy, testAccuracy } = evaluation
  const numbers = `loss ${trainLoss.toFixed(3)}  train ${percent(trainAccuracy)}  test ${percent(testAccuracy)}`
  const left = chalk.dim(`at most ${duration(secondsLeft)} left`)
  return ` ${chalk.cyan('▸')} ${runName(run)}  epoch ${epoch}/${epochs}  ${numbers}  ${left}`
}

function outcomeText(outcome: RunOutcome): string {
  if (outcome.status !== 'finished') return chalk.red(`${outcome.status}: ${outcome.reason}`)
  if (outcome.final === undefined) return 'finished'
  const { epoch, trainLoss, trainAccuracy, testAccuracy } = outcome.final
  return `${formatCount(epoch, 'epoch')}  loss ${trainLoss.toFixed(3)}  train ${percent(trainAccuracy)}  test ${percent(testAccuracy)}`
}

function percent(fraction: number): string {
  return `${(100 * fraction).toFixed(1)}%`
}

function duration(seconds: number): string {
  return prettyMilliseconds(1000 * seconds, { secondsDecimalDigits: seconds < 10 ? 1 : 0 })
}
