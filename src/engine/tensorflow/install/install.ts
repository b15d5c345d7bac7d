/** @file `genspec engine install tensorflow`: from a wheel to a working engine, with no change on failure. */

import { existsSync } from 'node:fs'
import { mkdir, readdir, rename, rm, stat, statfs, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { cacheFolder, enginesFolder } from '../../cache-folder.js'
import { withLock } from '../../install-lock.js'
import { TensorFlowError } from '../error.js'
import { askAddon, loadFailure, packageVersion } from '../installation.js'
import type { InstallRecord } from './cache.js'
import { addonRevision, installFolder, layout, readInstall } from './cache.js'
import { compile, findCompiler } from './compile.js'
import { findGpu } from '../../nvidia.js'
import type { Local } from './local.js'
import { assertLibraries, copyLocal, findLocal } from './local.js'
import { fetchPackage } from './package.js'
import { fetchWheel, findPip, noSpace } from './pip.js'
import { unpack, unpackedSize } from './unpack.js'
import type { Device, Wheel } from './wheels.js'
import { defaultVersion, wheelsFor } from './wheels.js'

export interface InstallRequest {
  /** A Python, folder or wheel that provides TensorFlow instead of a download. */
  from?: string
  /** The default is the GPU, or the processor without a GPU. */
  device?: Device
  version?: string
  /** True to install again over an existing installation. */
  force?: boolean
}

/** Receives each stage and its progress in bytes, with the total if it is known. */
export interface InstallListener {
  stage(name: string): void
  bytes(done: number, total?: number): void
}

export interface Installed {
  record: InstallRecord
  /** False if the requested installation already existed. */
  changed: boolean
}

/** Installs TensorFlow into the per-user cache. @throws TensorFlowError without changing anything */
export async function install(
  request: InstallRequest,
  report: InstallListener,
): Promise<Installed> {
  const here = readInstall()
  if (here !== undefined && satisfies(here, request)) return { record: here, changed: false }
  const waiting = () => {
    report.stage('waiting for another install')
  }
  return withLock(waiting, async () => {
    const since = readInstall()
    // Another process installed it while this one waited for the lock.
    if (since !== undefined && since.installed !== here?.installed && satisfies(since, request)) {
      return { record: since, changed: false }
    }
    await sweep()
    const staging = join(enginesFolder(), `staging-${String(process.pid)}`)
    try {
      const record = await build(request, staging, report)
      await replace(staging)
      return { record, changed: true }
    } finally {
      await rm(staging, { recursive: true, force: true })
    }
  }).catch(explain)
}

/** Turns an error of the file system into a message for the user. */
function explain(error: unknown): never {
  const { code, path, message } = error as NodeJS.ErrnoException
  if (code === 'ENOSPC') throw noSpace()
  if (code === undefined || !['EACCES', 'EPERM', 'EROFS', 'ENOTDIR'].includes(code)) throw error
  throw new TensorFlowError(
    `${path ?? cacheFolder()} cannot be written (${message.split(',')[0] ?? code})`,
    'fix its permissions, or move the cache with GENSPEC_CACHE',
    { cause: error },
  )
}

/** True if an installation is the requested one and has the current revision. */
const satisfies = (record: InstallRecord, request: InstallRequest) =>
  hasLibraries(record, request) && record.addonRevision === addonRevision

/** True if an installation holds the requested TensorFlow. */
function hasLibraries(record: InstallRecord, { from, device, version, force }: InstallRequest) {
  if (force === true || from !== undefined) return false
  return (
    (version === undefined || version === record.tensorflow) &&
    (device === undefined || device === record.device)
  )
}

/** Removes the files of installs that were killed. */
async function sweep(): Promise<void> {
  const names = await readdir(enginesFolder())
  for (const name of names.filter((entry) => /^(staging|old)-/.test(entry))) {
    await rm(join(enginesFolder(), name), { recursive: true, force: true })
  }
}

async function build(
  request: InstallRequest,
  staging: string,
  report: InstallListener,
): Promise<InstallRecord> {
  const compiler = await findCompiler()
  const { site, addon, record: recordPath, package: packageFolder } = layout(staging)
  await mkdir(site, { recursive: true })
  const source = await provide(request, site, report)
  report.stage('fetching the package')
  await fetchPackage(packageFolder)
  report.stage('compiling the addon')
  const compilerVersion = await compile(compiler, staging)
  report.stage('loading it')
  const { version, gpu } = await askAddon(addon).catch((error: unknown) => {
    throw new TensorFlowError(
      `TensorFlow from ${source} does not load (${loadFailure(error)})`,
      'try another `--version` or `--from`, or use `--engine portable`',
      { cause: error },
    )
  })
  if (request.device === 'gpu' && !gpu) throw noGpu()
  const record: InstallRecord = {
    addonRevision,
    tensorflow: version,
    package: packageVersion,
    device: gpu ? 'gpu' : 'cpu',
    source,
    compiler: compilerVersion,
    installed: new Date().toISOString(),
    bytes: await sizeOf(staging),
  }
  await writeFile(recordPath, `${JSON.stringify(record, null, 2)}\n`)
  return record
}

/** Puts TensorFlow's libraries and headers into a folder. @returns a description of their source */
async function provide(
  request: InstallRequest,
  site: string,
  report: InstallListener,
): Promise<string> {
  if (request.from !== undefined) return fromHere(request.from, site, report)
  const before = readInstall()
  if (before === undefined || !hasLibraries(before, request))
    return fromIndex(request, site, report)
  await fromHere(layout(installFolder()).site, site, report)
  return before.source
}

async function fromIndex(
  request: InstallRequest,
  site: string,
  report: InstallListener,
): Promise<string> {
  const gpu = await findGpu()
  if (request.device === 'gpu' && gpu === undefined) throw noGpu()
  const device = request.device ?? (gpu === undefined ? 'cpu' : 'gpu')
  const wheels = wheelsFor(device, request.version ?? defaultVersion)
  const pip = await findPip()
  const downloads = join(enginesFolder(), 'downloads')
  for (const wheel of wheels) {
    report.stage(`downloading ${wheel.package} ${wheel.version}`)
    const total = wheel.pin?.bytes
    // pip copies the files that it downloaded.
    await assertSpace(2 * (total ?? 0))
    const path = await fetchWheel(pip, wheel, downloads, (done) => {
      report.bytes(done, total)
    })
    await unpackWheel(path, site, report)
  }
  await rm(downloads, { recursive: true, force: true })
  return wheels.map(describeWheel).slice(0, 1).join() + (device === 'gpu' ? ' with CUDA 12' : '')
}

const noGpu = () =>
  new TensorFlowError(
    'there is no GPU here that TensorFlow can use',
    'install an NVIDIA driver (525 or later; `nvidia-smi` names the GPU), or take `--cpu`',
  )

const describeWheel = ({ package: name, version, pin }: Wheel) =>
  `${name} ${version} (${pin === undefined ? 'not pinned' : `SHA-256 ${pin.sha256.slice(0, 12)}`})`

async function fromHere(from: string, site: string, report: InstallListener): Promise<string> {
  const local: Local = await findLocal(from)
  if ('wheel' in local) {
    await unpackWheel(local.wheel, site, report)
    await assertLibraries(local.wheel, join(site, 'tensorflow'))
    return local.wheel
  }
  report.stage('copying')
  await copyLocal(local.folder, site)
  return local.folder
}

async function unpackWheel(path: string, site: string, report: InstallListener): Promise<void> {
  const total = await unpackedSize(path)
  await assertSpace(total)
  report.stage(`unpacking ${basename(path)}`)
  await unpack(path, site, (done) => {
    report.bytes(done, total)
  })
}

/** @throws TensorFlowError if the disk of the cache has fewer bytes free */
export async function assertSpace(bytes: number): Promise<void> {
  const { bavail, bsize } = await statfs(enginesFolder())
  if (bavail * bsize >= bytes) return
  const need = `${(bytes / 1e9).toFixed(1)} GB`
  const free = `${((bavail * bsize) / 1e9).toFixed(1)} GB`
  throw new TensorFlowError(
    `${cacheFolder()} needs ${need} and has ${free} free`,
    'make room, or move the cache with GENSPEC_CACHE',
  )
}

/** Replaces the previous installation by a finished one. */
async function replace(staging: string): Promise<void> {
  const old = await setAside()
  await rename(staging, installFolder())
  await rm(old, { recursive: true, force: true })
}

/** Removes the installation. @returns its size in bytes, `undefined` if there was none */
export async function remove(): Promise<number | undefined> {
  if (!existsSync(installFolder())) return undefined
  const waiting = () => undefined
  return withLock(waiting, async () => {
    const bytes = await sizeOf(installFolder())
    await rm(await setAside(), { recursive: true, force: true })
    return bytes
  }).catch(explain)
}

/** Moves an existing installation out of the way. @returns its new path */
async function setAside(): Promise<string> {
  const old = join(enginesFolder(), `old-${String(process.pid)}`)
  if (existsSync(installFolder())) await rename(installFolder(), old)
  return old
}

async function sizeOf(folder: string): Promise<number> {
  const options = { recursive: true, withFileTypes: true } as const
  const entries = existsSync(folder) ? await readdir(folder, options) : []
  const files = entries.filter((entry) => entry.isFile())
  const sizes = await Promise.all(files.map((file) => stat(join(file.parentPath, file.name))))
  return sizes.reduce((sum, { size }) => sum + size, 0)
}
