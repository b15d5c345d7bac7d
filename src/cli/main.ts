/** @file The command line. */

import { Command, CommanderError, type CommandUnknownOpts } from '@commander-js/extra-typings'
import { DataError } from '../kinds/dataset.js'
import { SpecError } from '../project/spec-error.js'
import { version } from '../store/version.js'
import { complain } from '../text/complain.js'
import { printableLines } from '../text/visible.js'
import { exitCodes } from '../project/exit-codes.js'
import { explanationOf } from './explain.js'
import { faultText } from './fault.js'
import { meantCommand } from './meant-command.js'
import { printDiagnostics } from './print-diagnostics.js'
import { guardStandardStreams } from './standard-streams.js'

const epilogue = `
Exit codes:
  0    every judged claim passed
  1    a claim failed
  2    a mistake in a spec, the command line or the environment, or a report that cannot be written
  3    a run ended with an error
  4    with --strict or in CI: a claim is inconclusive, data is missing, or nothing was judged
  70   a bug in genspec: please report it
  130  interrupted

Examples:
  genspec specs/                       run every spec in a folder
  genspec check specs/quickstart.gen   find mistakes without training
`

/** In the order of the help. Each is loaded only when it is used, to start quickly. */
const commands = {
  run: async () => (await import('./commands/run.js')).runCommand(),
  check: async () => (await import('./commands/check.js')).checkCommand(),
  fmt: async () => (await import('./commands/fmt.js')).fmtCommand(),
  print: async () => (await import('./commands/print.js')).printCommand(),
  list: async () => (await import('./commands/list.js')).listCommand(),
  explain: async () => (await import('./commands/explain.js')).explainCommand(),
  plan: async () => (await import('./commands/plan.js')).planCommand(),
  show: async () => (await import('./commands/show.js')).showCommand(),
  why: async () => (await import('./commands/why.js')).whyCommand(),
  report: async () => (await import('./commands/report.js')).reportCommand(),
  rerun: async () => (await import('./commands/rerun.js')).rerunCommand(),
  store: async () => (await import('./commands/store.js')).storeCommand(),
  accept: async () => (await import('./commands/accept.js')).acceptCommand(),
  compare: async () => (await import('./commands/compare.js')).compareCommand(),
  breaking: async () => (await import('./commands/breaking.js')).breakingCommand(),
  replicate: async () => (await import('./commands/replicate.js')).replicateCommand(),
  data: async () => await (await import('./commands/data.js')).dataCommand(),
  engine: async () => (await import('./commands/engine.js')).engineCommand(),
  doctor: async () => (await import('./commands/doctor.js')).doctorCommand(),
} satisfies Record<string, () => Promise<CommandUnknownOpts>>

/** Runs a command line. Every outcome ends with a message and an exit code. */
export async function main(argv: readonly string[]): Promise<void> {
  guardStandardStreams()
  // Turns writing beyond `ulimit -f` into an error instead of the end of the process.
  process.on('SIGXFSZ', () => undefined)
  process.on('uncaughtException', (error) => process.exit(explain(error)))
  const unfinished = () =>
    process.exit(explain(new Error('the command ended before it was finished')))
  process.on('beforeExit', unfinished)
  try {
    await carryOut(argv)
  } catch (error) {
    process.exitCode = explain(error)
  }
  process.off('beforeExit', unfinished)
}

async function carryOut(argv: readonly string[]): Promise<void> {
  // Chalk looks only at the terminal.
  if (process.env['NO_COLOR']) (await import('chalk')).default.level = 0
  const program = new Command('genspec')
    .description("State a deep-learning paper's claims in .gen files, train, and judge them.")
    .version(version)
    // Leaves `--version` after a subcommand to the subcommand.
    .enablePositionalOptions()
    .showSuggestionAfterError()
    .exitOverride()
    .addHelpText('after', epilogue)
  for (const name of meant(argv.slice(2))) {
    program.addCommand(await commands[name](), { isDefault: name === 'run' })
  }
  overrideExit(program)
  await program.parseAsync(argv)
}

/** Reports an error; @returns the exit code */
function explain(error: unknown): number {
  if (error instanceof CommanderError) {
    return error.exitCode === 0 ? exitCodes.passed : exitCodes.usage
  }
  if (error instanceof SpecError) {
    printDiagnostics(error.found)
    complain(error.summary)
    return exitCodes.usage
  }
  const message = explanationOf(error)
  if (message === undefined) {
    process.stderr.write(printableLines(faultText(error)))
    return exitCodes.fault
  }
  complain(message)
  return error instanceof DataError ? exitCodes.runErrored : exitCodes.usage
}

/** Makes a wrong command line an error to report instead of the end of the process, also in subcommands. */
function overrideExit(command: CommandUnknownOpts): void {
  command.exitOverride().configureOutput({
    writeErr: (text) => void process.stderr.write(printableLines(text)),
  })
  for (const subcommand of command.commands) overrideExit(subcommand)
}

type Name = keyof typeof commands

/** The command that the arguments name; all commands for help, and `run` if there is only a path. */
function meant(args: readonly string[]): Name[] {
  const [first] = args
  const all = Object.keys(commands) as Name[]
  if (first === undefined || ['help', '-h', '--help'].includes(first)) return all
  if (first === '--version' || first === '-V') return []
  return [meantCommand(first, all)]
}
