/** @file Download of wheels with pip, which knows the user's proxy and package index. */

import { execFile, spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { mkdir, readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { promisify } from 'node:util'
import { TensorFlowError } from '../error.js'
import type { Wheel } from './wheels.js'

const run = promisify(execFile)

/** Called with the number of bytes of the current file that have arrived. */
export type OnInstalledBytes = (bytes: number) => void

/** The command that runs pip. @throws TensorFlowError if there is none */
export async function findPip(): Promise<string[]> {
  const candidates = [['python3', '-m', 'pip'], ['python', '-m', 'pip'], ['pip3'], ['pip']]
  for (const [command = '', ...args] of candidates) {
    const works = await run(command, [...args, '--version']).then(
      () => true,
      () => false,
    )
    if (works) return [command, ...args]
  }
  throw new TensorFlowError(
    'no pip was found, which downloads TensorFlow',
    "install Python with pip, or give TensorFlow's place with `--from PYTHON|FOLDER|WHEEL`",
  )
}

/**
 * Downloads a wheel into a folder, unless the folder has it, and verifies it.
 * @returns the wheel's path
 */
export async function fetchWheel(
  pip: readonly string[],
  wheel: Wheel,
  folder: string,
  progress: OnInstalledBytes,
): Promise<string> {
  await mkdir(folder, { recursive: true })
  const here = await findWheel(folder, wheel)
  if (here !== undefined && (await isWhole(here, wheel))) return here
  if (here !== undefined) await rm(here)
  await download(pip, wheel, folder, progress)
  const path = await findWheel(folder, wheel)
  if (path === undefined) throw new Error(`pip left no ${wheel.package} in ${folder}`)
  await verify(path, wheel)
  return path
}

/** True for a wheel that matches its pin; wheels that do not, or that have none, are downloaded again. */
const isWhole = async (path: string, { pin }: Wheel) =>
  pin !== undefined && (await sha256Of(path)) === pin.sha256

async function findWheel(folder: string, wheel: Wheel): Promise<string | undefined> {
  const start = `${wheel.package.replaceAll('-', '_')}-${wheel.version}-`
  const names = await readdir(folder)
  const name = names.find(
    (file) => file.startsWith(start) && file.endsWith('.whl') && file.includes(wheel.platform),
  )
  return name === undefined ? undefined : join(folder, name)
}

async function download(
  [command = '', ...args]: readonly string[],
  wheel: Wheel,
  folder: string,
  progress: OnInstalledBytes,
): Promise<void> {
  // pip writes the growing file below its TMPDIR, in every version; its own progress bar varies.
  const partial = join(folder, 'partial')
  await mkdir(partial, { recursive: true })
  const python = wheel.python === 'cp311' ? ['--python-version', '3.11', '--abi', 'cp311'] : []
  const child = spawn(
    command,
    [
      ...args,
      ...['download', '--no-deps', '--only-binary=:all:', '--implementation'],
      ...[wheel.python === 'cp311' ? 'cp' : 'py', ...python, '--platform', wheel.platform],
      ...['--dest', folder, '--no-input', '--disable-pip-version-check', '--quiet'],
      `${wheel.package}==${wheel.version}`,
    ],
    { env: { ...process.env, TMPDIR: partial }, stdio: ['ignore', 'ignore', 'pipe'] },
  )
  let said = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said += text))
  const poll = setInterval(() => {
    void bytesIn(partial).then(progress)
  }, 200)
  try {
    const code = await new Promise<number | null>((resolve, reject) => {
      child.on('error', reject).on('close', resolve)
    })
    if (code === 0) return
    // Otherwise a partial wheel would stay on a full disk.
    const half = await findWheel(folder, wheel)
    if (half !== undefined) await rm(half)
    throw downloadError(wheel, said)
  } finally {
    clearInterval(poll)
    await rm(partial, { recursive: true, force: true })
  }
}

function downloadError(wheel: Wheel, said: string): TensorFlowError {
  if (/No space left|Errno 28/.test(said)) return noSpace()
  const problem = said
    .split('\n')
    .filter((line) => line.startsWith('ERROR'))
    .at(-1)
  return new TensorFlowError(
    `pip could not download ${wheel.package} ${wheel.version} (${problem ?? said.trim()})`,
    "check the network, the proxy and pip's index, or use `--from PYTHON|FOLDER|WHEEL`",
  )
}

export const noSpace = () =>
  new TensorFlowError(
    'the disk is full',
    'make room, or move the cache with GENSPEC_CACHE; nothing was installed',
  )

async function bytesIn(folder: string): Promise<number> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => [])
  const sizes = entries
    .filter((entry) => entry.isFile())
    .map((entry) =>
      stat(join(entry.parentPath, entry.name)).then(
        ({ size }) => size,
        () => 0,
      ),
    )
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0)
}

/** @throws TensorFlowError if a wheel does not match its pin; the file is then deleted */
export async function verify(path: string, { package: name, version, pin }: Wheel): Promise<void> {
  if (pin === undefined) return
  const found = await sha256Of(path)
  if (found === pin.sha256) return
  await rm(path)
  throw new TensorFlowError(
    `${name} ${version} has the SHA-256 ${found}, and ${pin.sha256} was expected`,
    'the file was deleted: try again, or look at the package index that pip uses',
  )
}

async function sha256Of(path: string): Promise<string> {
  const hash = createHash('sha256')
  await pipeline(createReadStream(path), hash)
  return hash.digest('hex')
}
