/** @file The reports of a command: `--reporter NAME[=FILE]`, which can be repeated, and `--output`. */

import { InvalidArgumentError, Option } from '@commander-js/extra-typings'
import { appendFile, stat } from 'node:fs/promises'
import path from 'node:path'
import type { Reporter, RunEvent } from '../events/events.js'
import { type Results, collect } from '../events/results.js'
import type { Environment } from '../project/environment.js'
import { pathsInRepository } from '../project/repository.js'
import type { ProjectFolder } from '../project/project.js'
import { UsageError } from '../project/spec-files.js'
import {
  type DocumentName,
  type DocumentReporter,
  type FolderName,
  type FolderReporter,
  type LiveName,
  type ReporterName,
  documentReporters,
  folderReporters,
  liveReporters,
  reporterNames,
} from '../report/reporters.js'
import { writeWhole } from '../files/whole-file.js'
import { systemReason } from '../files/system-errors.js'
import { configNames } from '../config/project-registry.js'
import { lockName } from '../lock/lock-file.js'
import { complain } from '../text/complain.js'

export interface ReporterChoice {
  name: ReporterName
  /** The target file, or the folder of a report of several files. */
  file?: string
}

export const reporterOption = new Option(
  '--reporter <name[=file]>',
  `a report to make; repeat it for several: ${reporterNames.join(', ')}`,
)
  .argParser((text: string, previous: ReporterChoice[]): ReporterChoice[] => {
    const [, given = '', file] = /^([^=]*)(?:=(.*))?$/s.exec(text) ?? []
    const name = reporterNames.find((known) => known === given)
    if (name === undefined) {
      throw new InvalidArgumentError(`It must be one of \`${reporterNames.join('`, `')}\`.`)
    }
    if (file === '') throw new InvalidArgumentError('The file name after `=` is missing.')
    if (file !== undefined && name in liveReporters) {
      throw new InvalidArgumentError(`\`${name}\` writes to the terminal and takes no file.`)
    }
    return [...previous, { name, ...(file !== undefined && { file }) }]
  })
  .default([] as ReporterChoice[])

export const outputOption = new Option(
  '--output <path>',
  'where to write reports without a file: a file for one, a folder for several',
)

export interface Reports {
  report: Reporter
  /**
   * Writes the documents from the events so far, also after an interruption or an error. A document that
   * cannot be written is reported on standard error; the others are written.
   * @returns whether all are written
   */
  close(): Promise<boolean>
}

export async function openReports(
  wanted: readonly ReporterChoice[],
  output: string | undefined,
  stdout: NodeJS.WriteStream,
  { root, environment }: Pick<ProjectFolder, 'root' | 'environment'>,
): Promise<Reports> {
  const chosen = await placeDocuments(underActions(wanted, environment), output)
  requirePlaces(chosen, root)
  const live = chosen.filter((one): one is { name: LiveName } => one.name in liveReporters)
  const documents = chosen.filter(
    (one): one is { name: DocumentName; file?: string } => one.name in documentReporters,
  )
  const folders = chosen.filter(
    (one): one is { name: FolderName; file?: string } => one.name in folderReporters,
  )
  const homeless = folders.find(({ file }) => file === undefined)
  if (homeless) {
    const { name } = homeless
    throw new UsageError(`\`${name}\` writes several files: use \`--reporter ${name}=FOLDER\``)
  }
  const printed = documents.filter(({ name, file }) => file === undefined && name !== 'github')
  if (printed.length + live.length > 1) {
    const names = [...live, ...printed].map(({ name }) => `\`${name}\``).join(' and ')
    throw new UsageError(
      `${names} cannot share standard output; use \`--reporter NAME=FILE\` or \`--output FOLDER\``,
    )
  }
  // If no report is printed, the terminal still shows progress and verdicts.
  if (printed.length + live.length === 0) live.push({ name: 'default' })
  const listeners = await Promise.all(live.map(({ name }) => liveReporters[name](stdout)))
  const events: RunEvent[] = []
  return {
    report: (event) => {
      if (documents.length + folders.length > 0) events.push(event)
      for (const listener of listeners) listener(event)
    },
    close: async () => {
      if (events.length === 0) return true
      const results = collect(events)
      const known = withPaths(results, pathsInRepository(root))
      let whole = true
      const faults: unknown[] = []
      const attempt = async (what: string, write: () => Promise<void>) => {
        try {
          await write()
        } catch (error) {
          whole = false
          const reason = systemReason(error)
          if (reason === undefined) faults.push(error)
          else complain(`${what} cannot be written: ${reason}`)
        }
      }
      for (const { name, file: folder = '' } of folders) {
        await attempt(`the ${name} in ${folder}`, async () => {
          const { render, without }: FolderReporter = folderReporters[name]
          const files = await render(results)
          for (const [file, content] of files) await writeWhole(path.join(folder, file), content)
          if (files.size === 0) console.error(`${folder} has no ${without}`)
        })
      }
      for (const { name, file } of documents) {
        await attempt(`the report ${file ?? name}`, async () => {
          const { render, forGithub }: DocumentReporter = documentReporters[name]
          const text = await render(forGithub ? known : results)
          if (file === undefined) stdout.write(text)
          else await writeWhole(file, text)
        })
      }
      if (documents.some(({ name }) => name === 'github')) await summarize(known)
      if (faults.length > 0) throw faults[0]
      return whole
    },
  }
}

function withPaths(results: Results, pathOf: (file: string) => string): Results {
  const claims = results.claims.map((claim) => ({ ...claim, file: pathOf(claim.file) }))
  return { ...results, claims }
}

/** GitHub, not the user, asks for the job summary, so failing to write it is only a warning. */
async function summarize(results: Results): Promise<void> {
  const file = process.env['GITHUB_STEP_SUMMARY']
  if (!file) return
  const { githubSummary } = await import('../report/github.js')
  await appendFile(file, githubSummary(results, process.env)).catch((error: unknown) => {
    const reason = systemReason(error)
    if (reason === undefined) throw error
    complain(`the job summary ${file} (GITHUB_STEP_SUMMARY) cannot be written: ${reason}`)
  })
}

/** In GitHub Actions, annotations are on by default. */
function underActions(
  wanted: readonly ReporterChoice[],
  { githubActions }: Environment,
): ReporterChoice[] {
  const named = wanted.some(({ name }) => name === 'github')
  if (named || !githubActions) return [...wanted]
  return [...wanted, { name: 'github' }]
}

async function placeDocuments(
  wanted: readonly ReporterChoice[],
  output: string | undefined,
): Promise<ReporterChoice[]> {
  if (output === undefined) return [...wanted]
  const loose = wanted.filter(({ name, file }) => file === undefined && isPlaced(name))
  if (loose.length === 0) {
    throw new UsageError('`--output` needs a report to write: add one such as `--reporter html`')
  }
  const folders = loose.filter(({ name }) => name in folderReporters).length
  const isFolder =
    loose.length > 1 ||
    /[\\/]$/.test(output) ||
    ((await stat(output).catch(() => undefined))?.isDirectory() ?? false)
  return wanted.map((one) => {
    if (one.file !== undefined || !isPlaced(one.name)) return one
    if (one.name in folderReporters) {
      return { name: one.name, file: folders > 1 ? path.join(output, one.name) : output }
    }
    const { fileName } = documentReporters[one.name as DocumentName]
    return { name: one.name, file: isFolder ? path.join(output, fileName) : output }
  })
}

/**
 * A report replaces what is in its place, so it takes neither the place of a file that genspec works
 * with nor that of another report.
 * @throws UsageError
 */
function requirePlaces(chosen: readonly ReporterChoice[], root: string): void {
  const own = path.join(root, '.genspec')
  const taken = new Map<string, ReporterName>()
  for (const { name, file } of chosen) {
    if (file === undefined) continue
    const place = path.resolve(file)
    const base = path.basename(place).toLowerCase()
    const kept = [...configNames, lockName, 'package.json'].includes(base) || base.endsWith('.gen')
    if (kept || place === own || place.startsWith(`${own}${path.sep}`)) {
      throw new UsageError(`the report \`${name}\` would replace \`${file}\`; name another file`)
    }
    const other = taken.get(place)
    if (other !== undefined) {
      throw new UsageError(
        `the reports \`${other}\` and \`${name}\` would be the same file, \`${file}\`; name one for each`,
      )
    }
    taken.set(place, name)
  }
}

function isPlaced(name: ReporterName): boolean {
  return !(name in liveReporters) && name !== 'github'
}
