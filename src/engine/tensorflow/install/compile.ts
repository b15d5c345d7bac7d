/** @file Compilation of the addon of `@tensorflow/tfjs-node-gpu`, and of the addon that silences it. */

import { execFile } from 'node:child_process'
import { mkdir, readFile, readdir, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { TensorFlowError } from '../error.js'
import { listAttributes } from '../list-attributes.js'
import { layout } from './cache.js'

const run = promisify(execFile)
const require = createRequire(import.meta.url)
const { include_dir: nodeHeaders } = require('node-api-headers') as { include_dir: string }
const quietSource = require.resolve('#quiet-source')

/** The C++ compiler: `CXX`, or the first that runs. @throws TensorFlowError if there is none */
export async function findCompiler(): Promise<string> {
  const chosen = process.env['CXX']
  for (const compiler of chosen === undefined ? ['g++', 'clang++', 'c++'] : [chosen]) {
    const works = await run(compiler, ['--version']).then(
      () => true,
      () => false,
    )
    if (works) return compiler
  }
  throw new TensorFlowError(
    `no C++ compiler was found (${chosen ?? 'g++, clang++'})`,
    'install one (Debian, Ubuntu: `apt install g++`; macOS: `xcode-select --install`), or set CXX',
  )
}

/**
 * Compiles both addons of an installation whose libraries, headers and package are in place.
 * @returns the compiler's version
 */
export async function compile(compiler: string, folder: string): Promise<string> {
  const { headers, libraries, package: packageFolder, addon, quiet } = layout(folder)
  await mkdir(dirname(addon), { recursive: true })
  const binding = join(packageFolder, 'binding')
  const backend = join(binding, 'tfjs_backend.cc')
  await writeFile(backend, listAttributes(await readFile(backend, 'utf8')))
  const common = ['-std=c++17', '-O2', '-fPIC', '-DNAPI_VERSION=8', '-I', nodeHeaders]
  const shared =
    process.platform === 'darwin' ? ['-bundle', '-undefined', 'dynamic_lookup'] : ['-shared']
  const origin = process.platform === 'darwin' ? '@loader_path' : '$ORIGIN'
  const names = (await readdir(libraries)).filter((name) => name.startsWith('libtensorflow_'))
  await build(compiler, [
    ...common,
    ...shared,
    quietSource,
    '-DNODE_GYP_MODULE_NAME=quiet',
    '-o',
    quiet,
  ])
  await build(compiler, [
    ...common,
    ...shared,
    ...['-DNODE_GYP_MODULE_NAME=tfjs_binding', '-I', headers],
    ...[backend, join(binding, 'tfjs_binding.cc'), '-o', addon],
    ...names.map((name) => join(libraries, name)),
    `-Wl,-rpath,${origin}/../../../site/tensorflow`,
  ])
  const { stdout } = await run(compiler, ['--version'])
  return stdout.split('\n')[0] ?? compiler
}

async function build(compiler: string, args: string[]): Promise<void> {
  try {
    await run(compiler, args, { maxBuffer: 64 * 2 ** 20 })
  } catch (error) {
    const { stderr } = error as { stderr?: string }
    const line = stderr?.split('\n').find((text) => text.includes('error')) ?? String(error)
    throw new TensorFlowError(
      `${compiler} could not compile TensorFlow's addon (${line.trim()})`,
      'a compiler with C++17 is needed (g++ 9 or later, clang 10 or later): set CXX to one',
      { cause: error },
    )
  }
}
