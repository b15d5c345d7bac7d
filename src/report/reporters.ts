/** @file The reports by name. Each is loaded when it is used. */

import type { Reporter } from '../events/events.js'
import type { Results } from '../events/results.js'

/** Printed on the terminal during the run. */
export const liveReporters = {
  default: async (stream: NodeJS.WriteStream): Promise<Reporter> =>
    (await import('./terminal.js')).terminalReporter(stream),
  verbose: async (stream: NodeJS.WriteStream): Promise<Reporter> =>
    (await import('./terminal.js')).terminalReporter(stream, { verbose: true }),
  dot: async (stream: NodeJS.WriteStream): Promise<Reporter> =>
    (await import('./dot.js')).dotReporter(stream),
}

export interface DocumentReporter {
  /** The file name in a folder of reports. */
  fileName: string
  /** True if GitHub resolves the file names in it, which are then relative to the top of the repository. */
  forGithub?: true
  render(results: Results): Promise<string>
}

/** Made as one document at the end. */
export const documentReporters = {
  json: {
    fileName: 'report.json',
    render: async (results) => (await import('./json.js')).jsonReport(results),
  },
  tap: {
    fileName: 'report.tap',
    render: async (results) => (await import('./tap.js')).tapReport(results),
  },
  junit: {
    fileName: 'junit.xml',
    render: async (results) => (await import('./junit.js')).junitReport(results),
  },
  sarif: {
    fileName: 'report.sarif',
    forGithub: true,
    render: async (results) => (await import('./sarif.js')).sarifReport(results),
  },
  markdown: {
    fileName: 'report.md',
    render: async (results) => (await import('./markdown.js')).markdownReport(results),
  },
  latex: {
    fileName: 'report.tex',
    render: async (results) => (await import('./latex.js')).latexReport(results),
  },
  badge: {
    fileName: 'badge.svg',
    render: async (results) => (await import('./badge.js')).badgeReport(results),
  },
  html: {
    fileName: 'report.html',
    render: async (results) => (await import('./html/html.js')).htmlReport(results),
  },
  github: {
    fileName: 'annotations.txt',
    forGithub: true,
    render: async (results) => (await import('./github.js')).githubAnnotations(results),
  },
} satisfies Record<string, DocumentReporter>

export interface FolderReporter {
  /** Why there may be no file. */
  without: string
  /** @returns the contents by path */
  render(results: Results): Promise<Map<string, string | Uint8Array>>
}

/** Made as the files of a folder at the end. */
export const folderReporters = {
  pictures: {
    without: 'pictures: no claim has a published curve and measurements of it',
    render: async (results) => (await import('./figure-files.js')).pictures(results),
  },
  csv: {
    without: 'tables',
    render: async (results) => (await import('./csv-tables.js')).csvTables(results),
  },
  tensorboard: {
    without: 'event files: no run has an evaluation',
    render: async (results) => (await import('./event-files.js')).eventFiles(results),
  },
} satisfies Record<string, FolderReporter>

export type LiveName = keyof typeof liveReporters
export type DocumentName = keyof typeof documentReporters

export type FolderName = keyof typeof folderReporters
export type ReporterName = LiveName | DocumentName | FolderName

export const reporterNames = [liveReporters, documentReporters, folderReporters].flatMap(
  Object.keys,
) as ReporterName[]
