/** @file A run's record as the text of its file: JSON that carries its own digest, curves in columns. */

import { createHash } from 'node:crypto'
import type { Evaluation } from '../kinds/metric.js'
import type { RunRecord } from './record.js'

const head = '{"sha256":"'
const digestLength = 64
const middle = '","record":'
const bodyStart = head.length + digestLength + middle.length

/** Numbers come from 32-bit floats, which have seven digits and a half. */
const digits = 9

/** Repeating the names of the numbers at every evaluation would triple the file. */
type Columns = Record<string, unknown[]>

/** The curve is read back with {@link digits} significant digits. */
export function encodeRecord(record: RunRecord): string {
  const body = JSON.stringify({ ...record, curve: toColumns(record.curve) })
  return `${head}${digestOf(body)}${middle}${body}}\n`
}

/** @returns nothing where the text is torn or was changed */
export function decodeRecord(text: string): RunRecord | undefined {
  const body = text.slice(bodyStart, text.lastIndexOf('}'))
  if (text.slice(head.length, head.length + digestLength) !== digestOf(body)) return undefined
  const record = JSON.parse(body) as Omit<RunRecord, 'curve'> & { curve: Columns }
  return { ...record, curve: toRows(record.curve) }
}

function shortened(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(shortened)
  const long = typeof value === 'number' && !Number.isInteger(value) && Number.isFinite(value)
  return long ? Number(value.toPrecision(digits)) : value
}

function digestOf(body: string): string {
  return createHash('sha256').update(body).digest('hex')
}

function toColumns(curve: readonly Evaluation[]): Columns {
  const names = new Set(curve.flatMap((evaluation) => Object.keys(evaluation)))
  const column = (name: string) =>
    curve.map((one) => shortened((one as unknown as Record<string, unknown>)[name] ?? null))
  return Object.fromEntries([...names].map((name) => [name, column(name)]))
}

function toRows(columns: Columns): Evaluation[] {
  const names = Object.keys(columns)
  const length = columns[names[0] ?? '']?.length ?? 0
  const rows: Evaluation[] = []
  for (let index = 0; index < length; index++) {
    const row: Record<string, unknown> = {}
    for (const name of names) {
      const value = columns[name]?.[index]
      if (value !== null) row[name] = value
    }
    rows.push(row as unknown as Evaluation)
  }
  return rows
}
