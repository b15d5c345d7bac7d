/** @file `genspec doctor`: tests whether this machine can train, how fast, and whether results repeat. */

import { Command } from '@commander-js/extra-typings'
import { freemem, totalmem } from 'node:os'
import { engines } from '../../engine/engines.js'
import { formatBytes } from '../../text/bytes.js'
import { engineReport } from '../engine-report.js'
import { exitCodes } from '../../project/exit-codes.js'

export function doctorCommand(): Command {
  return new Command('doctor')
    .description('test every engine: correctness, speed, and whether results repeat')
    .action(async () => {
      const system = `${process.platform} ${process.arch}, Node ${process.version}`
      const memory = `${formatBytes(freemem())} of ${formatBytes(totalmem())} free`
      process.stdout.write(`${system}, ${memory}\n`)
      for (const engine of engines) {
        const { text, works } = await engineReport(engine)
        process.stdout.write(`${text}\n`)
        if (!works) process.exitCode = exitCodes.runErrored
      }
    })
}
