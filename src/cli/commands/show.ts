/** @file `genspec show`: looks at one thing; each kind of thing is a subcommand in a file of its own. */

import { Command } from '@commander-js/extra-typings'
import { showClaimCommand } from './show-claim.js'
import { showCorruptionCommand } from './show-corruption.js'
import { showModelCommand } from './show-model.js'
import { showRunCommand } from './show-run.js'

export function showCommand() {
  return new Command('show')
    .description('look at a run, a claim, a model or a corruption')
    .addCommand(showClaimCommand())
    .addCommand(showModelCommand())
    .addCommand(showRunCommand())
    .addCommand(showCorruptionCommand())
}
