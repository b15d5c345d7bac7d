/** @file Writes the stream of events to disk as it happens, so that reports survive their process. */

import { closeSync, lstatSync, openSync, unlinkSync, writeSync } from 'node:fs'
import path from 'node:path'
import { makeFolder } from '../files/make-folder.js'
import { eventLine } from './event-line.js'
import type { Reporter } from './events.js'

/**
 * Appends each event to a new file in one write. Another process that still writes the old file
 * continues with it, and a kill truncates at most the last line.
 * @param onFailure called once; the run continues without the file
 */
export function eventsFileReporter(file: string, onFailure: (error: Error) => void): Reporter {
  let descriptor: number | undefined
  let failed = false
  return (event) => {
    if (failed) return
    try {
      if (descriptor === undefined) {
        makeFolder(path.dirname(file))
        if (lstatSync(file, { throwIfNoEntry: false })) unlinkSync(file)
        descriptor = openSync(file, 'a')
      }
      writeSync(descriptor, `${eventLine(event)}\n`)
      if (event.type === 'end') closeSync(descriptor)
    } catch (error) {
      failed = true
      onFailure(error as Error)
    }
  }
}
