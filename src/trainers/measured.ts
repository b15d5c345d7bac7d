/** @file The files of runs that were made elsewhere: their paths and their content. */

import { createHash } from 'node:crypto'
import path from 'node:path'
import { parse as parseCsv } from 'csv-parse/sync'
import { FileError, readRegularFile } from '../files/regular-file.js'
import { type Column, type TrainerKind, measureNames } from '../kinds/trainer.js'
import { TrainerError } from './error.js'
import { fileOfSeed, homeOf } from './setup.js'

/** The largest size of a file, in bytes. */
const largest = 2 ** 28

/** The file name extensions that can be read. */
export const endings = ['.csv', '.tsv', '.ndjson', '.jsonl', '.json']

type MeasuredFile = { found: true; file: string; digest: string } | { found: false; file: string }

/**
 * @param reads the path of the set-up's file
 * @throws FileError that names the file, if it exists and cannot be read
 */
export function locateMeasured(trainer: TrainerKind, reads: string, seed: number): MeasuredFile {
  const file = fileOfSeed(reads, seed)
  try {
    const content = readRegularFile(path.join(homeOf(trainer), file), largest)
    return { found: true, file, digest: createHash('sha256').update(content).digest('hex') }
  } catch (error) {
    if (!(error instanceof FileError)) throw error
    if (error.absent) return { found: false, file }
    throw new FileError(`${file} cannot be read: ${error.message}`, { cause: error })
  }
}

type Row = Record<string, unknown>

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
  const text = readRegularFile(path.join(homeOf(trainer), file), largest).toString('utf8')
  const rows = rowsOf(file, text)
  const present = [...new Set(rows.flatMap(Object.keys))]
  for (const name of [...measureNames(trainer), ...Object.keys(columns)]) {
    const { column } = columns[name] ?? { column: name }
    if (present.includes(column)) continue
    const told = column === name ? '' : ` for \`${name}\``
    throw new TrainerError(
      `${file} has no column \`${column}\`${told}; it has ${present.join(', ') || 'none'}`,
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
  const epochs = [...merged].map(([epoch = 0, row]) => ({ ...row, epoch }))
  epochs.sort((a, b) => a.epoch - b.epoch)
  const first = epochs.some(({ epoch }) => epoch === 0) ? 1 : 0
  const counted = epochs.map((row) => ({ ...row, epoch: row.epoch + first }))
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
        `${file} has \`${String(value).slice(0, 80)}\` in column \`${column}\`, which is no number`,
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

function rowsOf(file: string, text: string): Row[] {
  const rows = parsed(file, text)
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

function parsed(file: string, given: string): unknown[] {
  const text = given.replace(/^\uFEFF/, '')
  const ending = path.extname(file).toLowerCase()
  try {
    if (ending === '.csv' || ending === '.tsv') {
      const delimiter = ending === '.tsv' ? '\t' : ','
      return parseCsv<Row>(text, {
        columns: true,
        trim: true,
        skip_empty_lines: true,
        delimiter,
      })
    }
    if (ending === '.ndjson' || ending === '.jsonl') {
      const lines = text.split(/\r?\n/).filter((line) => line.trim() !== '')
      return lines.map((line): unknown => JSON.parse(line))
    }
    const content: unknown = JSON.parse(text)
    return Array.isArray(content) ? content : [content]
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new TrainerError(`${file} is not what its name says: ${reason}`)
  }
}
