/** @file TensorFlow that is on this machine already: a Python's, a folder's, or a wheel's. */

import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { copyFile, cp, mkdir, readdir, stat } from 'node:fs/promises'
import { basename, join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { TensorFlowError } from './error.js'

const run = promisify(execFile)

/** A wheel's file, or the folder `tensorflow` of a site-packages. */
export type Local = { wheel: string } | { folder: string }

/**
 * @param from a wheel, a Python, a site-packages folder, or the folder `tensorflow` inside one
 * @throws TensorFlowError when there is no TensorFlow with C++ libraries and headers
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

/** @throws TensorFlowError when a folder that came from a given place is no TensorFlow */
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

/** Copies the libraries and headers, and CUDA's where they lie beside, so that the source may go. */
export async function copyLocal(folder: string, site: string): Promise<void> {
  const target = join(site, 'tensorflow')
  await mkdir(target, { recursive: true })
  for (const name of await readdir(folder)) {
    if (/^libtensorflow_(cc|framework)\./.test(name)) {
      await copyFile(join(folder, name), join(target, name))
    }
  }
  await cp(join(folder, 'include'), join(target, 'include'), {
    recursive: true,
    filter: (path) => !/^(Eigen|unsupported|google)$/.test(basename(path)),
  })
  const cuda = join(folder, '..', 'nvidia')
  if (existsSync(cuda)) await cp(cuda, join(site, 'nvidia'), { recursive: true })
}
