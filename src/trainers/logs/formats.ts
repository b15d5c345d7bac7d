/** @file The formats of logs by the end of their path. */

import type { LogFormat } from './format.js'
import { mlflowFormat } from './mlflow-format.js'
import { tensorboardFormat } from './tensorboard-format.js'
import { delimitedFormat, jsonFormat, linesFormat } from './text-formats.js'

const formats: readonly { name: string; ends: RegExp; format: LogFormat }[] = [
  { name: '.csv', ends: /\.csv$/i, format: delimitedFormat(',') },
  { name: '.tsv', ends: /\.tsv$/i, format: delimitedFormat('\t') },
  { name: '.ndjson', ends: /\.ndjson$/i, format: linesFormat },
  { name: '.jsonl', ends: /\.jsonl$/i, format: linesFormat },
  { name: '.json', ends: /\.json$/i, format: jsonFormat },
  { name: 'events.out.tfevents.*', ends: /tfevents[^/]*$/, format: tensorboardFormat },
  { name: '/metrics of MLflow', ends: /\/metrics$/, format: mlflowFormat },
]

export const formatNames = formats.map(({ name }) => name)

export function formatOf(file: string): LogFormat | undefined {
  return formats.find(({ ends }) => ends.test(file))?.format
}
