/** @file Verified download of a package with npm. */

import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { extract } from 'tar'
import { EngineError } from './error.js'

const run = promisify(execFile)

export interface NpmPackage {
  name: string
  version: string
  /** The registry's SHA-512 of the tarball, as in a lock file. */
  integrity: string
}

/**
 * Unpacks a package into a folder; its dependencies and install scripts are left out.
 * @param wants decides if a file of the package is needed, by its path relative to the package's folder
 * @throws EngineError if npm cannot fetch the package or its hash is wrong
 */
export async function fetchNpmPackage(
  { name, version, integrity }: NpmPackage,
  folder: string,
  wants: (path: string) => boolean = () => true,
): Promise<void> {
  await mkdir(folder, { recursive: true })
  const args = ['pack', `${name}@${version}`, '--pack-destination', folder, '--json']
  // On Windows npm is a command file, which only a shell runs.
  const options = { shell: process.platform === 'win32' }
  const packed = await run('npm', args, options).catch((error: unknown) => {
    const { stderr = String(error) } = error as { stderr?: string }
    const said = stderr.split('\n').find((line) => line.trim() !== '') ?? ''
    throw new EngineError(
      `npm could not fetch ${name} (${said}); check the network and the registry that npm uses`,
      { cause: error },
    )
  })
  const [{ filename } = { filename: '' }] = JSON.parse(packed.stdout) as { filename: string }[]
  const path = join(folder, filename.replace('@', '').replace('/', '-'))
  const bytes = await readFile(path)
  const found = `sha512-${createHash('sha512').update(bytes).digest('base64')}`
  if (found !== integrity) {
    throw new EngineError(
      `${name} ${version} has the integrity ${found}, but ${integrity} was expected; check the registry that npm uses`,
    )
  }
  const filter = (entry: string) => wants(entry.split('/').slice(1).join('/'))
  await extract({ file: path, cwd: folder, strip: 1, filter })
  await rm(path)
}
