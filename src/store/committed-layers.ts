/** @file The read-only layers of the store: runs that a project has committed. */

import { readdir } from 'node:fs/promises'
import path from 'node:path'

/** The folders `reports/NAME/runs` of a project, in the order of their names. */
export async function committedLayers(folder: string): Promise<string[]> {
  const reports = path.join(folder, 'reports')
  const entries = await readdir(reports, { withFileTypes: true }).catch(() => [])
  const papers = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name)
  const layers: string[] = []
  for (const paper of papers.sort()) {
    const names = await readdir(path.join(reports, paper))
    if (names.includes('runs')) layers.push(path.join(reports, paper, 'runs'))
  }
  return layers
}
