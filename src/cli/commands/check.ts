/** @file `genspec check [paths]`: says what is wrong with specs, without training. */

import { Command } from '@commander-js/extra-typings'
import { formatCount } from '../../judge/format.js'
import { checkSpecs } from '../check-specs.js'
import { exitCodes } from '../exit-codes.js'

export function checkCommand() {
  return new Command('check')
    .description('say what is wrong with specs, without training')
    .argument('[paths...]', 'specs, or folders of specs', ['.'])
    .action(async (paths) => {
      const { files, claims, errors } = await checkSpecs(paths)
      if (errors > 0) process.exitCode = exitCodes.usage
      else
        process.stdout.write(
          `${formatCount(files, 'file')}, ${formatCount(claims.length, 'claim')}: no errors\n`,
        )
    })
}
