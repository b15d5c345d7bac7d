/**
 * @file The `metrics` folder of a run in MLflow's file store. A metric is a file, in subfolders if its name has
 * slashes; a line is `timestamp value step`. Source:
 * https://github.com/mlflow/mlflow/blob/master/mlflow/store/tracking/file_store.py
 */

import { readdirSync } from 'node:fs'
import path from 'node:path'
import { FileError, readRegularFile, regularFileSize } from '../../files/regular-file.js'
import { type LogFormat, byStep, largest } from './format.js'

/** The largest number of metrics of one run. */
const mostMetrics = 10_000

export const mlflowFormat: LogFormat = {
  content: (place) => {
    const names = metricsIn(place).sort()
    const size = names.reduce((sum, name) => sum + regularFileSize(path.join(place, name)), 0)
    if (size > largest) throw new FileError('its metrics have more than 256 MiB')
    const texts = names.map((name) => {
      return [name, readRegularFile(path.join(place, name), largest).toString('utf8')]
    })
    return Buffer.from(JSON.stringify(texts))
  },
  rows: (content) => {
    const texts = JSON.parse(content.toString('utf8')) as [string, string][]
    return byStep(texts.flatMap(([name, text]) => valuesOf(name, text)))
  },
  steps: 'step',
}

function metricsIn(folder: string): string[] {
  try {
    const entries = readdirSync(folder, { recursive: true, withFileTypes: true })
    const files = entries.filter((entry) => !entry.isDirectory())
    if (files.length > mostMetrics) throw new FileError(`it has ${files.length} metrics`)
    return files.map((entry) =>
      path.relative(folder, path.join(entry.parentPath, entry.name)).replaceAll(path.sep, '/'),
    )
  } catch (error) {
    if (error instanceof FileError) throw error
    if ((error as NodeJS.ErrnoException).code === 'ENOTDIR') {
      throw new FileError('it is a file, not a folder of metrics')
    }
    throw new FileError('there is no such folder', { cause: error })
  }
}

function valuesOf(name: string, text: string): [number, string, number][] {
  const lines = text.split('\n').filter((line) => line.trim() !== '')
  return lines.map((line, index): [number, string, number] => {
    const [time, value = '', step = '0'] = line.trim().split(/\s+/)
    const number = /^[+-]?inf/i.test(value)
      ? Number(`${value[0] === '-' ? '-' : ''}Infinity`)
      : Number(value)
    const isNumber = !Number.isNaN(number) || /^nan$/i.test(value)
    if (time === undefined || value === '' || !isNumber || !/^-?\d+$/.test(step)) {
      throw new Error(
        `line ${index + 1} of ${name} is \`${line.slice(0, 80)}\`, not \`timestamp value step\``,
      )
    }
    return [Number(step), name, number]
  })
}
