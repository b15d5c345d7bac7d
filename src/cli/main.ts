/** @file The command line. */

import { Command, CommanderError, type CommandUnknownOpts } from '@commander-js/extra-typings'
import { EngineError } from '../engine/error.js'
import { LockError } from '../lock/lock-file.js'
import { version } from '../store/version.js'
import { acceptCommand } from './commands/accept.js'
import { breakingCommand } from './commands/breaking.js'
import { checkCommand } from './commands/check.js'
import { compareCommand } from './commands/compare.js'
import { doctorCommand } from './commands/doctor.js'
import { engineCommand } from './commands/engine.js'
import { explainCommand } from './commands/explain.js'
import { fmtCommand } from './commands/fmt.js'
import { listCommand } from './commands/list.js'
import { planCommand } from './commands/plan.js'
import { printCommand } from './commands/print.js'
import { replicateCommand } from './commands/replicate.js'
import { rerunCommand } from './commands/rerun.js'
import { runCommand } from './commands/run.js'
import { showCommand } from './commands/show.js'
import { storeCommand } from './commands/store.js'
import { whyCommand } from './commands/why.js'
import { exitCodes } from './exit-codes.js'
import { UsageError } from './spec-files.js'

const epilogue = `
Exit codes:
  0    every judged claim passed
  1    a claim failed
  2    a spec or the command line is wrong
  3    a run errored
  4    a claim is inconclusive (with --strict, or in CI)
  130  interrupted

Examples:
  genspec specs/                       run every spec in a folder
  genspec check specs/quickstart.gen   look for mistakes without training
`

export async function main(argv: readonly string[]): Promise<void> {
  const program = new Command('genspec')
    .description("State a deep-learning paper's claims in .gen files, train, and judge them.")
    .version(version)
    // Leaves `--version` after a subcommand to that subcommand.
    .enablePositionalOptions()
    .showSuggestionAfterError()
    .exitOverride()
    .addHelpText('after', epilogue)
    .addCommand(runCommand(), { isDefault: true })
    .addCommand(checkCommand())
    .addCommand(fmtCommand())
    .addCommand(printCommand())
    .addCommand(listCommand())
    .addCommand(explainCommand())
    .addCommand(planCommand())
    .addCommand(showCommand())
    .addCommand(whyCommand())
    .addCommand(rerunCommand())
    .addCommand(storeCommand())
    .addCommand(acceptCommand())
    .addCommand(compareCommand())
    .addCommand(breakingCommand())
    .addCommand(replicateCommand())
    .addCommand(engineCommand())
    .addCommand(doctorCommand())
  overrideExit(program)
  try {
    await program.parseAsync(argv)
  } catch (error) {
    if (error instanceof CommanderError) {
      process.exitCode = error.exitCode === 0 ? exitCodes.passed : exitCodes.usage
    } else if (
      error instanceof UsageError ||
      error instanceof EngineError ||
      error instanceof LockError
    ) {
      process.stderr.write(`genspec: ${error.message}\n`)
      process.exitCode = exitCodes.usage
    } else {
      throw error
    }
  }
}

/** A wrong command line is an error to report, not the end of the process, in subcommands too. */
function overrideExit(command: CommandUnknownOpts): void {
  command.exitOverride()
  for (const subcommand of command.commands) overrideExit(subcommand)
}
