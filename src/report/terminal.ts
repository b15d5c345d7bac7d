/** @file The default report: progress of each run while it trains, then a sentence per verdict. */

import chalk from 'chalk'
import { createLogUpdate } from 'log-update'
import type { Paper } from '../claims/citation.js'
import type {
  ClaimReport,
  EndEvent,
  Reporter,
  RunEndEvent,
  RunEnding,
  RunReference,
  StartEvent,
} from '../events/events.js'
import { chanceTexts } from '../events/chance.js'
import { formatCount } from '../text/amounts.js'
import { mapTexts, printable } from '../text/visible.js'
import { wrap } from '../text/wrap.js'
import {
  duration,
  epochLine,
  numbersOf,
  progressLine,
  runName,
  startingLine,
} from './progress-lines.js'
import { canvasOf, drawable, glyphs } from './unicode.js'
import { claimLines, countLine } from './verdict-lines.js'

/** The interval between progress lines if lines cannot be rewritten, in milliseconds. */
const secondsBetweenLines = 10
const wrappedIndent = 3

export interface TerminalOptions {
  /** Show every case of an expectation and every stored run. */
  verbose?: boolean
}

export function terminalReporter(
  stream: NodeJS.WriteStream,
  { verbose = false }: TerminalOptions = {},
): Reporter {
  const live = stream.isTTY && process.env['TERM'] !== 'dumb' ? createLogUpdate(stream) : undefined
  const progress = new Map<string, string>()
  const losses = new Map<string, number[]>()
  const lastLine = new Map<string, number>()
  const canvas = () => canvasOf(stream)
  const claims: ClaimReport[] = []
  let papers: readonly Paper[] = []
  let file: string | undefined
  let interrupted = false
  /** Notes on the data that were already shown: many claims share them. */
  const said = new Set<string>()
  let [ended, total, drawn] = [0, 0, 0]

  const print = (text: string) => {
    live?.clear()
    const { width } = canvas()
    const lines = text.split('\n').flatMap((line) => wrap(line, width, wrappedIndent))
    stream.write(`${lines.join('\n')}\n`)
    redraw()
  }
  const redraw = () => {
    if (!live || progress.size === 0) return
    // log-update 7 loses the lines below an inserted line.
    if (progress.size !== drawn) live.clear()
    drawn = progress.size
    const count = chalk.dim(`   ${ended} of ${formatCount(total, 'run')} ended`)
    live([...progress.values(), count].join('\n'))
  }

  const show = ({ key }: RunReference, line: string) => {
    if (interrupted) return
    progress.set(key, line)
    if (live) redraw()
    else if (performance.now() - (lastLine.get(key) ?? 0) > 1000 * secondsBetweenLines) {
      lastLine.set(key, performance.now())
      print(line)
    }
  }

  return (told) => {
    const event = mapTexts(told, (text) => drawable(printable(text), canvas()))
    const mark = glyphs(canvas()).ended
    switch (event.type) {
      case 'start':
        total = event.runs.new
        papers = event.papers
        print(startLine(event))
        break
      case 'stored-run':
        if (verbose) {
          const { status, record } = { status: event.record.status, record: event.record }
          const outcome = outcomeText({ status, record })
          print(` ${chalk.dim(mark)} ${runName(event.run)}  ${outcome}  ${chalk.dim('stored')}`)
        }
        break
      case 'run-start':
        lastLine.set(event.run.key, performance.now())
        progress.set(event.run.key, startingLine(event.run, canvas()))
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
        print(` ${chalk.yellow(mark)} ${runName(event.run)}  again: ${event.reason}`)
        break
      case 'run-end':
        progress.delete(event.run.key)
        ended++
        print(endLine(event, mark))
        break
      case 'interrupt':
        interrupted = true
        progress.clear()
        live?.clear()
        break
      case 'claim': {
        const { claim } = event
        // The last line counts them.
        claims.push(claim)
        if (claim.interrupted) break
        const heading = claim.file === file ? [] : ['', chalk.underline(claim.file)]
        file = claim.file
        const notes = (claim.dataNotes ?? []).filter((note) => !said.has(note))
        notes.forEach((note) => said.add(note))
        const aside = notes.flatMap((note) =>
          wrap(chalk.dim(`     data: ${note}`), canvas().width, 5),
        )
        print([...heading, '', ...claimLines(claim, canvas(), verbose), ...aside].join('\n'))
        break
      }
      case 'end': {
        print(summaryLines(event, papers, claims).join('\n'))
        break
      }
    }
  }
}

function startLine({ claims, runs, engine, profile }: StartEvent): string {
  const stored = runs.stored > 0 ? `, ${runs.stored} from the store` : ''
  const at = profile === undefined ? '' : `, profile ${profile}`
  return `${formatCount(claims, 'claim')}${at}, ${formatCount(runs.new, 'run')} to train${stored}  ${chalk.dim(`engine: ${engine.name} (${engine.reason})`)}\n`
}

function endLine({ run, outcome, seconds }: RunEndEvent, mark: string): string {
  const took = chalk.dim(duration(seconds))
  return ` ${chalk.cyan(mark)} ${runName(run)}  ${outcomeText(outcome)}  ${took}`
}

/** The fewest expected passes by chance that are worth a line. */
const worthALine = 0.5

function summaryLines(
  { counts, trained, seconds, saved, interrupted }: EndEvent,
  papers: readonly Paper[],
  claims: readonly ClaimReport[],
): string[] {
  const lines = chanceTexts(papers, claims, worthALine).flatMap((text) => ['', chalk.dim(text)])
  if (saved.runs > 0 && trained > 0) {
    const skipped = `${formatCount(saved.epochs, 'epoch')} in ${formatCount(saved.runs, 'run')}`
    lines.push('', `early stopping skipped ${skipped}, at most ${duration(saved.seconds)}`)
  }
  const stopped = interrupted ? chalk.yellow('interrupted; finished runs are stored. ') : ''
  const runs = chalk.dim(`(${formatCount(trained, 'run')} trained, ${duration(seconds)})`)
  return [...lines, '', `${stopped}${countLine(counts, claims)} ${runs}`]
}

function outcomeText(outcome: RunEnding): string {
  if (outcome.status === 'lost') return chalk.red(`lost: ${outcome.reason}`)
  const { status, reason, curve } = outcome.record
  if (status !== 'finished') return chalk.red(`${status}: ${reason ?? 'the loss is not finite'}`)
  const last = curve.at(-1)
  if (last === undefined) return 'finished'
  const numbers = numbersOf(last).filter((text) => text !== '')
  return [formatCount(last.epoch, 'epoch'), ...numbers].join('  ')
}
