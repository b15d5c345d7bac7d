/** @file Keeps the stream of events on disk as it happens, so that no report is lost with its process. */

import { closeSync, lstatSync, openSync, unlinkSync, writeSync } from 'node:fs'
import path from 'node:path'
import { makeFolder } from '../files/make-folder.js'
import { eventLine } from './event-line.js'
import type { Reporter } from './events.js'

/**
 * Each event is one write at the end of a new file: another process that still writes the old one
 * goes on with that, and a kill tears the last line at most.
 * @param onFailure told once; the run goes on without the file
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
