/** @file The events of a file that `genspec run` wrote. */

import { parseEventLine } from './event-line.js'
import { type RunEvent, eventsVersion } from './events.js'

/** The text is not a stream of events; the message names the place and the remedy. */
export class EventsError extends Error {}

/** Drops an incomplete last line, which a killed process leaves. */
export function parseEvents(text: string, name: string): RunEvent[] {
  const lines = text.split('\n')
  const torn = lines.pop()
  const events: RunEvent[] = []
  for (const [index, line] of lines.entries()) {
    if (line === '') continue
    try {
      events.push(parseEventLine(line))
    } catch {
      throw new EventsError(
        `${name}:${index + 1} is not an event; the file was changed or truncated`,
      )
    }
  }
  // A file from another tool may lack the final newline.
  if (torn !== undefined && torn !== '') {
    try {
      events.push(parseEventLine(torn))
    } catch {
      // A truncated line.
    }
  }
  const [first] = events
  if (first?.type !== 'start') {
    throw new EventsError(`${name} is not a stream of events; \`genspec run\` writes one`)
  }
  if (first.version !== eventsVersion) {
    const versions = `it has version ${String(first.version)}, this genspec reads ${eventsVersion}`
    throw new EventsError(`${name}: ${versions}; use genspec ${first.genspec}`)
  }
  return events
}
