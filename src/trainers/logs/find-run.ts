/** @file The log of one run among those that a path with `*` names, by the parameters that it recorded. */

import { existsSync, readdirSync } from 'node:fs'
import path from 'node:path'
import { FileError } from '../../files/regular-file.js'
import type { ParameterValue } from '../../kinds/parameter.js'
import { recordedBy } from './recorded.js'

/** The largest number of runs that a path may name. */
const mostRuns = 10_000

/**
 * @param template the path, relative to `home`, with `*` for any text without a slash and names in braces
 * @param wanted the parameters and the seed; those that the template does not name must be recorded
 * @param recorded names of recorded parameters that differ
 * @returns the path relative to `home`; `undefined` if there is no such run
 * @throws FileError if there are several, or if no run records a parameter
 */
export function findRun(
  home: string,
  template: string,
  wanted: Readonly<Record<string, ParameterValue>>,
  recorded: Readonly<Record<string, string>>,
): string | undefined {
  const inPath = (name: string) => template.includes(`{${name}}`)
  const asked = Object.entries(wanted).filter(([name]) => !inPath(name))
  const found: string[] = []
  let lacking: string | undefined
  for (const file of pathsOf(home, template, wanted)) {
    if (asked.length === 0) {
      found.push(file)
      continue
    }
    const values = recordOf(home, file)
    if (values === undefined) continue
    const absent = asked.find(([name]) => !values.has(recorded[name] ?? name))
    if (absent) {
      const names = [...values.keys()].slice(0, 20).join(', ') || 'nothing'
      lacking = `the run of ${file} records no \`${recorded[absent[0]] ?? absent[0]}\`; it records ${names}`
    } else if (asked.every(([name, value]) => same(values.get(recorded[name] ?? name), value))) {
      found.push(file)
    }
  }
  const [one, other] = found
  if (other !== undefined) {
    throw new FileError(
      `${one} and ${other} are the same run; remove one, or make \`reads\` name only one`,
    )
  }
  if (one === undefined && lacking !== undefined) throw new FileError(lacking)
  return one
}

function recordOf(home: string, file: string): Map<string, string> | undefined {
  try {
    return recordedBy(path.join(home, file))
  } catch (error) {
    if (!(error instanceof FileError)) throw error
    throw new FileError(`${file}: ${error.message}`, { cause: error })
  }
}

function same(text: string | undefined, value: ParameterValue): boolean {
  if (text === undefined) return false
  if (typeof value === 'number') return text.trim() !== '' && Number(text) === value
  if (typeof value === 'boolean') return text.toLowerCase() === String(value)
  return text === String(value)
}

function pathsOf(home: string, template: string, values: Readonly<Record<string, unknown>>) {
  let paths = ['']
  for (const part of template.split('/')) {
    const exact = part.replace(/\{(\w+)\}/g, (_, name: string) => String(values[name]))
    paths = part.includes('*')
      ? paths.flatMap((folder) =>
          entriesOf(path.join(home, folder), part, values).map((name) =>
            path.posix.join(folder, name),
          ),
        )
      : paths.map((folder) => path.posix.join(folder, exact))
    if (paths.length > mostRuns) throw new FileError(`${template} names more than ${mostRuns} runs`)
  }
  return paths.filter((file) => existsSync(path.join(home, file))).sort()
}

function entriesOf(
  folder: string,
  part: string,
  values: Readonly<Record<string, unknown>>,
): string[] {
  const pattern = part.replace(/\{(\w+)\}|\*|[^\w]/g, (all, name: string | undefined) => {
    if (name !== undefined) return escaped(String(values[name]))
    return all === '*' ? '.*' : escaped(all)
  })
  const matches = new RegExp(`^${pattern}$`, 's')
  try {
    // A hidden entry has to be named, as in a shell.
    return readdirSync(folder).filter(
      (name) => matches.test(name) && (part.startsWith('.') || !name.startsWith('.')),
    )
  } catch {
    return []
  }
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&')
}
