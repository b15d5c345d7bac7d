/** @file Logs that are text: CSV, TSV, NDJSON and JSON. */

import { parse as parseCsv } from 'csv-parse/sync'
import { readRegularFile } from '../../files/regular-file.js'
import { type LogFormat, type Row, largest } from './format.js'

function textFormat(parse: (text: string) => unknown[]): LogFormat {
  return {
    content: (place) => readRegularFile(place, largest),
    rows: (content) => parse(content.toString('utf8').replace(/^\uFEFF/, '')),
  }
}

export function delimitedFormat(delimiter: string): LogFormat {
  return textFormat((text) =>
    parseCsv<Row>(text, { columns: true, trim: true, skip_empty_lines: true, delimiter }),
  )
}

export const linesFormat = textFormat((text) => {
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== '')
  return lines.map((line): unknown => JSON.parse(line))
})

export const jsonFormat = textFormat((text) => {
  const content: unknown = JSON.parse(text)
  return Array.isArray(content) ? content : [content]
})
