/** @file `genspec engine install|list|remove|probe`: the engines of this machine. */

import { Argument, Command, Option } from '@commander-js/extra-typings'
import { engines } from '../../engine/engines.js'
import { TensorFlowError } from '../../engine/tensorflow/error.js'
import { installFolder, readInstall } from '../../engine/tensorflow/install/cache.js'
import { install, remove } from '../../engine/tensorflow/install/install.js'
import { defaultVersion } from '../../engine/tensorflow/install/wheels.js'
import { packageInstallation } from '../../engine/tensorflow/installation.js'
import { installProgress } from '../../project/download-progress.js'
import { formatBytes } from '../../text/bytes.js'
import { engineReport } from '../engine-report.js'
import { exitCodes } from '../../project/exit-codes.js'
import { complain } from '../../text/complain.js'

const installable = () => new Argument('<engine>', 'the engine').choices(['tensorflow'] as const)

export function engineCommand(): Command {
  const command = new Command('engine').description('install, list, remove or test engines')
  command
    .command('install')
    .description('find or download TensorFlow, and compile its binding to TensorFlow.js')
    .addArgument(installable())
    .option('--from <place>', 'use TensorFlow from a Python, a site-packages folder or a wheel')
    .option('--version <version>', `TensorFlow's version (default: ${defaultVersion})`)
    .addOption(new Option('--gpu', 'with CUDA').conflicts('cpu'))
    .addOption(new Option('--cpu', 'without CUDA, even if there is a GPU'))
    .option('--force', 'install again over an existing installation')
    .action(async (_engine, { from, version, gpu, cpu, force }) => {
      const progress = installProgress(process.stderr)
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
        print(`installed ${what}, ${formatBytes(record.bytes)} in ${installFolder()}`)
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
      }
    })
  command
    .command('remove')
    .description('delete what `engine install` installed')
    .addArgument(installable())
    .action(async () => {
      await reported(async () => {
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

/** The origin of TensorFlow, for `engine list`. */
async function origin(): Promise<string> {
  const own = await packageInstallation()
  const record = readInstall()
  if (own !== undefined && !('problem' in own)) {
    return `            on ${own.device}, the project's own package in ${own.folder}`
  }
  if (record === undefined) return ''
  const size = formatBytes(record.bytes)
  return `            on ${record.device}, from ${record.source}, ${size} in ${installFolder()}`
}

/** Reports a failed installation or load with a message instead of a stack. */
async function reported(action: () => Promise<void>): Promise<void> {
  try {
    await action()
  } catch (error) {
    if (!(error instanceof TensorFlowError)) throw error
    complain(error.message)
    process.exitCode = exitCodes.runErrored
  }
}

const print = (text: string) => void process.stdout.write(`${text}\n`)
