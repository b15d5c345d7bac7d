/** @file The files of runs that were made elsewhere: their paths and their content. */

import { createHash } from 'node:crypto'
import path from 'node:path'
import { FileError } from '../files/regular-file.js'
import type { ParameterValue } from '../kinds/parameter.js'
import { type Column, type TrainerKind, measureNames } from '../kinds/trainer.js'
import { TrainerError } from './error.js'
import { findRun } from './logs/find-run.js'
import type { LogFormat, Row } from './logs/format.js'
import { formatOf } from './logs/formats.js'
import { fileOfSeed, homeOf } from './setup.js'

type MeasuredFile = { found: true; file: string; digest: string } | { found: false; file: string }

/**
 * @param reads the path of the set-up's file
 * @throws FileError that names the file, if it exists and cannot be read
 */
export function locateMeasured(
  trainer: TrainerKind,
  reads: string,
  seed: number,
  parameters: Readonly<Record<string, ParameterValue>>,
): MeasuredFile {
  const { reads: template = '', recorded = {} } = trainer
  const file = template.includes('*')
    ? findRun(homeOf(trainer), template, { ...parameters, seed }, recorded)
    : fileOfSeed(reads, seed)
  if (file === undefined) return { found: false, file: fileOfSeed(reads, seed) }
  try {
    const content = requireFormat(file).content(path.join(homeOf(trainer), file))
    return { found: true, file, digest: createHash('sha256').update(content).digest('hex') }
  } catch (error) {
    if (!(error instanceof FileError)) throw error
    if (error.absent) return { found: false, file }
    throw new FileError(`${file} cannot be read: ${error.message}`, { cause: error })
  }
}

function requireFormat(file: string): LogFormat {
  const format = formatOf(file)
  if (format === undefined) throw new Error(`internal: ${file} has no known format`)
  return format
}

/**
 * The content of the file as the lines that a trainer would report: one for each epoch, in order, and one
 * with the values that have no epoch.
 * @throws TrainerError, FileError
 */
export function linesOfFile(
  trainer: TrainerKind,
  file: string,
  columns: Readonly<Record<string, Column>>,
): string[] {
  const format = requireFormat(file)
  const rows = rowsOf(file, format, format.content(path.join(homeOf(trainer), file)))
  const present = [...new Set(rows.flatMap(Object.keys))]
  for (const name of [...measureNames(trainer), ...Object.keys(columns)]) {
    const { column } = columns[name] ?? { column: name }
    if (present.includes(column)) continue
    const told = column === name ? '' : ` for \`${name}\``
    throw new TrainerError(
      `${file} has no column \`${column}\`${told}; it has ${present.join(', ') || 'none'}`,
    )
  }
  const { column: epochs } = columns['epoch'] ?? { column: 'epoch' }
  if (format.steps !== undefined && rows.length > 1 && !present.includes(epochs)) {
    throw new TrainerError(
      `${file} has no \`${epochs}\`; if its steps count epochs, write \`columns: { epoch: '${format.steps}' }\``,
    )
  }
  const merged = new Map<number | undefined, Row>()
  for (const row of rows) {
    const told = toldOf(row, trainer, columns, file)
    const epoch = told['epoch'] as number | undefined
    // Training and evaluation may have separate rows.
    merged.set(epoch, { ...merged.get(epoch), ...told })
  }
  const final = merged.get(undefined)
  merged.delete(undefined)
  const curve = [...merged].map(([epoch = 0, row]) => ({ ...row, epoch }))
  curve.sort((a, b) => a.epoch - b.epoch)
  const first = curve.some(({ epoch }) => epoch === 0) ? 1 : 0
  const counted = curve.map((row) => ({ ...row, epoch: row.epoch + first }))
  return [...counted, ...(final ? [final] : [])].map((row) => JSON.stringify(row, spelled))
}

/** JSON has no NaN. */
function spelled(_key: string, value: unknown): unknown {
  return typeof value === 'number' && !Number.isFinite(value) ? String(value) : value
}

function toldOf(
  row: Row,
  trainer: TrainerKind,
  columns: Readonly<Record<string, Column>>,
  file: string,
): Row {
  const told: Row = {}
  for (const name of ['epoch', 'step', ...measureNames(trainer)]) {
    const { column, percent } = columns[name] ?? { column: name }
    const value = row[column]
    if (value === undefined || value === null || value === '') continue
    const number = numberIn(value)
    if (number === undefined) {
      throw new TrainerError(
        `${file} has \`${String(value).slice(0, 80)}\` in column \`${column}\`, which is not a number`,
      )
    }
    told[name] = percent ? number / 100 : number
  }
  return told
}

function numberIn(value: unknown): number | undefined {
  if (typeof value === 'number') return value
  const text = String(value).trim()
  if (/^nan$/i.test(text)) return NaN
  if (/^[+-]?inf(inity)?$/i.test(text)) return text.startsWith('-') ? -Infinity : Infinity
  const number = Number(text)
  return text === '' || Number.isNaN(number) ? undefined : number
}

function rowsOf(file: string, format: LogFormat, content: Buffer): Row[] {
  const rows = parsed(file, format, content)
  const other = rows.findIndex(
    (row) => typeof row !== 'object' || row === null || Array.isArray(row),
  )
  if (other >= 0) {
    const found = JSON.stringify(rows[other]).slice(0, 80)
    throw new TrainerError(
      `${file} must hold objects such as {"epoch": 1, "test acc": 0.5}; number ${other + 1} is \`${found}\``,
    )
  }
  return rows as Row[]
}

function parsed(file: string, format: LogFormat, content: Buffer): unknown[] {
  try {
    return format.rows(content)
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new TrainerError(`${file} is not what its name says: ${reason}`)
  }
}
