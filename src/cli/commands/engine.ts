/** @file `genspec engine install|list|remove|probe`: the engines of this machine. */

import { Argument, Command, Option } from '@commander-js/extra-typings'
import { engines } from '../../engine/engines.js'
import { EngineError } from '../../engine/error.js'
import { TensorFlowError } from '../../engine/tensorflow/error.js'
import {
  installFolder as tensorflowFolder,
  readInstall,
} from '../../engine/tensorflow/install/cache.js'
import { install, remove } from '../../engine/tensorflow/install/install.js'
import { defaultVersion } from '../../engine/tensorflow/install/wheels.js'
import { packageInstallation } from '../../engine/tensorflow/installation.js'
import { findAdapters } from '../../engine/webgpu/adapters.js'
import { webgpuEngine } from '../../engine/webgpu/engine.js'
import { installWebGPU, removeWebGPU } from '../../engine/webgpu/install.js'
import { findWebGPU, installFolder } from '../../engine/webgpu/installation.js'
import { UsageError } from '../../project/spec-files.js'
import { type InstallProgress, installProgress } from '../../project/download-progress.js'
import { formatBytes } from '../../text/bytes.js'
import { engineReport } from '../engine-report.js'
import { exitCodes } from '../../project/exit-codes.js'
import { complain } from '../../text/complain.js'

const installable = () =>
  new Argument('<engine>', 'the engine').choices(['tensorflow', 'webgpu'] as const)

export function engineCommand(): Command {
  const command = new Command('engine').description('install, list, remove or test engines')
  command
    .command('install')
    .description('download an engine into the per-user cache')
    .addArgument(installable())
    .option(
      '--from <place>',
      'tensorflow: use TensorFlow from a Python, a site-packages folder or a wheel',
    )
    .option('--version <version>', `tensorflow: TensorFlow's version (default: ${defaultVersion})`)
    .addOption(new Option('--gpu', 'tensorflow: with CUDA').conflicts('cpu'))
    .addOption(new Option('--cpu', 'tensorflow: without CUDA, even if there is a GPU'))
    .option('--force', 'install again over an existing installation')
    .action(async (engine, { from, version, gpu, cpu, force }) => {
      const progress = installProgress(process.stderr)
      if (engine === 'webgpu') {
        const given = Object.entries({ from, version, gpu, cpu }).find(([, value]) => value)
        if (given !== undefined) throw new UsageError(`--${given[0]} is for tensorflow only`)
        await reported(() => installed(force === true, progress))
        return
      }
      await reported(async () => {
        const own = await packageInstallation()
        if (own !== undefined && !('problem' in own)) {
          const using = `the project's own package is used (TensorFlow ${own.tensorflow})`
          throw new TensorFlowError(using, 'remove that package to install another TensorFlow')
        }
        const device = gpu ? 'gpu' : cpu ? 'cpu' : undefined
        const { record, changed } = await install(
          {
            ...(from !== undefined && { from }),
            ...(version !== undefined && { version }),
            ...(device !== undefined && { device }),
            ...(force !== undefined && { force }),
          },
          progress,
        ).finally(() => {
          progress.stop()
        })
        const what = `TensorFlow ${record.tensorflow} (${record.device})`
        if (!changed) {
          print(`${what} is already installed`)
          return
        }
        print(`installed ${what}, ${formatBytes(record.bytes)} in ${tensorflowFolder()}`)
        await probeEngines(['tensorflow'])
      })
    })
  command
    .command('list')
    .description('list the engines and the devices that they run on')
    .action(async () => {
      for (const engine of engines) {
        const refusal = await engine.unavailable()
        const version = refusal === undefined ? (await engine.identity()).version : refusal
        print(`${engine.name.padEnd(12)}${version}`)
        if (engine.name === 'tensorflow' && refusal === undefined) print(await origin())
        if (engine.name === 'webgpu') await printAdapters()
      }
    })
  command
    .command('remove')
    .description('delete what `engine install` installed')
    .addArgument(installable())
    .action(async (engine) => {
      await reported(async () => {
        if (engine === 'webgpu') {
          print((await removeWebGPU()) ? 'removed WebGPU' : 'nothing is installed')
          return
        }
        const bytes = await remove()
        print(bytes === undefined ? 'nothing is installed' : `removed ${formatBytes(bytes)}`)
      })
    })
  command
    .command('probe')
    .description('test engines: correctness, speed, and whether results repeat')
    .addArgument(
      new Argument('[engine]', 'one engine').choices(engines.map((engine) => engine.name)),
    )
    .action((engine) => reported(() => probeEngines(engine === undefined ? undefined : [engine])))
  for (const child of command.commands) child.exitOverride()
  return command as unknown as Command
}

async function probeEngines(names?: readonly string[]): Promise<void> {
  for (const engine of engines) {
    if (names?.includes(engine.name) === false) continue
    const { text, here, works } = await engineReport(engine)
    print(text)
    // An engine that the user named must work.
    if (!works || (names !== undefined && !here)) process.exitCode = exitCodes.runErrored
  }
}

async function installed(force: boolean, progress: InstallProgress): Promise<void> {
  const { installation, changed } = await installWebGPU(force, progress.stage).finally(
    progress.stop,
  )
  const { dawn, backend } = installation.versions
  const what = `Dawn (webgpu ${dawn}) and tfjs-backend-webgpu ${backend}`
  const place =
    installation.source === 'cache' ? installFolder() : "the project's own packages are used"
  print(changed ? `installed ${what} in ${place}` : `${what} are already installed (${place})`)
  const refusal = await webgpuEngine.unavailable()
  // An installation for a machine with a GPU can be made on one without.
  if (refusal !== undefined) print(`It could not be tried here: ${refusal}.`)
  else await probeEngines(['webgpu'])
}

/** The adapters of WebGPU, numbered as `--device` takes them. */
async function printAdapters(): Promise<void> {
  const installation = findWebGPU()
  if (typeof installation === 'string') return
  const adapters = await findAdapters(installation).catch(() => [])
  adapters.forEach(({ name, description, backend, software }, place) => {
    const notes = [backend, description, ...(software ? ['software: used only by name'] : [])]
    print(`            ${place}: ${name} (${notes.filter((note) => note !== '').join(', ')})`)
  })
}

/** The origin of TensorFlow, for `engine list`. */
async function origin(): Promise<string> {
  const own = await packageInstallation()
  const record = readInstall()
  if (own !== undefined && !('problem' in own)) {
    return `            on ${own.device}, the project's own package in ${own.folder}`
  }
  if (record === undefined) return ''
  const size = formatBytes(record.bytes)
  return `            on ${record.device}, from ${record.source}, ${size} in ${tensorflowFolder()}`
}

/** Reports a failed installation or load with a message instead of a stack. */
async function reported(action: () => Promise<void>): Promise<void> {
  try {
    await action()
  } catch (error) {
    if (!(error instanceof EngineError)) throw error
    complain(error.message)
    process.exitCode = exitCodes.runErrored
  }
}

const print = (text: string) => void process.stdout.write(`${text}\n`)
