/** @file `genspec show`: each subcommand has its own file. */

import { Command } from '@commander-js/extra-typings'
import { showClaimCommand } from './show-claim.js'
import { showCorruptionCommand } from './show-corruption.js'
import { showModelCommand } from './show-model.js'
import { showRunCommand } from './show-run.js'

export function showCommand() {
  return new Command('show')
    .description('show a run, a claim, a model or a corruption')
    .addCommand(showClaimCommand())
    .addCommand(showModelCommand())
    .addCommand(showRunCommand())
    .addCommand(showCorruptionCommand())
}
