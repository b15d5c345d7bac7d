/** @file `genspec report [events]`: makes reports from the stored events of `genspec run`. */

import { Command } from '@commander-js/extra-typings'
import { EventsError, parseEvents } from '../../events/read-events.js'
import { FileError, readRegularFile } from '../../files/regular-file.js'
import { findProject } from '../../project/project.js'
import { UsageError } from '../../project/spec-files.js'
import { exitCodes } from '../../project/exit-codes.js'
import { shownPath } from '../../text/shown-path.js'
import { openReports, outputOption, reporterOption } from '../reports.js'

export function reportCommand() {
  return new Command('report')
    .description('make reports from stored events, without running anything')
    .argument(
      '[events]',
      'a file that `genspec run` wrote (default: the latest, .genspec/events.ndjson)',
    )
    .addOption(reporterOption)
    .addOption(outputOption)
    .action(async (given, { reporter, output }) => {
      const project = await findProject()
      const file = given ?? shownPath(project.eventsFile)
      const text = readEvents(file)
      const reports = await openReports(reporter, output, process.stdout, project)
      try {
        const events = parseEvents(text, file)
        const ended = new Set(
          events.flatMap((event) => (event.type === 'run-end' ? [event.run.key] : [])),
        )
        for (const event of events) {
          // Runs that were active then are not active now; an interrupted stream has no later events.
          if (event.type !== 'epoch' || !ended.has(event.run.key)) reports.report(event)
        }
      } catch (error) {
        if (error instanceof EventsError) throw new UsageError(error.message)
        throw error
      }
      if (!(await reports.close())) process.exitCode = exitCodes.usage
    })
}

/** Node cannot hold a longer string. */
const longest = 500e6

function readEvents(file: string): string {
  try {
    return readRegularFile(file, longest).toString('utf8')
  } catch (error) {
    if (!(error instanceof FileError)) throw error
    throw new UsageError(
      `there are no events in ${file}: ${error.message}; \`genspec run\` writes them`,
    )
  }
}
