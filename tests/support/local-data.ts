/** @file Projects with local data. */

import { createHash } from 'node:crypto'
import { mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { type Project, project } from './genspec.js'

/** A `SHA256SUMS` of these files. */
export const sums = (files: Record<string, Uint8Array>) =>
  Object.entries(files)
    .map(([name, bytes]) => `${createHash('sha256').update(bytes).digest('hex')}  ${name}\n`)
    .join('')

const training = `
model mlp {
  flatten
  dense classes
}
training short {
  optimizer sgd
  rate 0.1
  batch 4
  until 1 epochs
}
claim c {
  run mlp on d with short over 1 seeds
  expect train acc >= 0%
}
`

/** A small training on this source. */
export const spec = (source: string, more = '') => `dataset d {
  source ${source}
  ${more}
}
${training}`

/** A project with files below a folder of it; its local data lie in `data`. */
export async function withFiles(
  text: string,
  folder: string,
  files: Record<string, Uint8Array>,
): Promise<Project> {
  const made = await project({ 'a.gen': text }, { GENSPEC_DATA: 'data', GENSPEC_CACHE: 'cache' })
  for (const [name, bytes] of Object.entries(files)) {
    const file = path.join(made.folder, folder, name)
    await mkdir(path.dirname(file), { recursive: true })
    await writeFile(file, bytes)
  }
  return made
}
