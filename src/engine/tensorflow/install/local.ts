/** @file A TensorFlow that is already on this machine: in a Python, a folder or a wheel. */

import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { cp, readdir, stat } from 'node:fs/promises'
import { join, relative, resolve, sep } from 'node:path'
import { promisify } from 'node:util'
import { TensorFlowError } from '../error.js'
import { isNeeded } from './unpack.js'

const run = promisify(execFile)

/** A wheel's file, or the folder `tensorflow` of a site-packages. */
export type Local = { wheel: string } | { folder: string }

/**
 * @param from a wheel, a Python, a site-packages folder, or the folder `tensorflow` inside one
 * @throws TensorFlowError if there is no TensorFlow with C++ libraries and headers
 */
export async function findLocal(from: string): Promise<Local> {
  if (from.endsWith('.whl')) {
    if (existsSync(from)) return { wheel: resolve(from) }
    throw new TensorFlowError(`there is no wheel ${from}`, 'give the path of a downloaded wheel')
  }
  const isFolder = await stat(from).then(
    (found) => found.isDirectory(),
    () => false,
  )
  const folder = isFolder ? resolve(from) : await folderOfPython(from)
  const inside = join(folder, 'tensorflow')
  if (await hasLibraries(inside)) return { folder: inside }
  await assertLibraries(folder, folder)
  return { folder }
}

/** @throws TensorFlowError if the folder, found by way of `from`, holds no TensorFlow */
export async function assertLibraries(from: string, folder: string): Promise<void> {
  if (await hasLibraries(folder)) return
  throw new TensorFlowError(
    `${from} has no TensorFlow with libtensorflow_cc and its headers`,
    'give a Python or a wheel that has TensorFlow 2.12 or later, or install without `--from`',
  )
}

async function hasLibraries(folder: string): Promise<boolean> {
  const names = await readdir(folder).catch(() => [])
  const headers = join(folder, 'include', 'tensorflow', 'c', 'c_api.h')
  return names.some((name) => name.startsWith('libtensorflow_cc.')) && existsSync(headers)
}

async function folderOfPython(python: string): Promise<string> {
  // Finding the package does not import it, which would take seconds.
  const script =
    "import importlib.util as u; s = u.find_spec('tensorflow'); print(s.submodule_search_locations[0] if s else '')"
  const found = await run(python, ['-c', script]).catch((error: unknown) => {
    throw new TensorFlowError(
      `${python} is neither a folder nor a Python that runs`,
      'give a site-packages folder, a wheel, or the path of a Python',
      { cause: error },
    )
  })
  const folder = found.stdout.trim()
  if (folder !== '') return folder
  throw new TensorFlowError(
    `${python} has no TensorFlow`,
    'install it there with pip, or install without `--from`',
  )
}

/** Copies the files that the engine needs, and CUDA's libraries if they lie next to them, so that the source can be
 * removed. */
export async function copyLocal(folder: string, site: string): Promise<void> {
  const libraries = (await readdir(folder)).filter((name) => isNeeded(`tensorflow/${name}`))
  for (const part of [...libraries, 'include']) {
    await copyNeeded(join(folder, part), site, `tensorflow/${part}`)
  }
  const cuda = join(folder, '..', 'nvidia')
  if (existsSync(cuda)) await copyNeeded(cuda, site, 'nvidia')
}

/** @param name of the copy below the site, with slashes */
async function copyNeeded(from: string, site: string, name: string): Promise<void> {
  const filter = async (path: string) => {
    const below = relative(from, path).split(sep)
    return (await stat(path)).isDirectory() || isNeeded([name, ...below].filter(Boolean).join('/'))
  }
  await cp(from, join(site, name), { recursive: true, filter })
}
