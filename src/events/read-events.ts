/** @file The events of a file that `genspec run` wrote. */

import { parseEventLine } from './event-line.js'
import { type RunEvent, eventsVersion } from './events.js'

/** The text is no stream of events; the message says where and what to do. */
export class EventsError extends Error {}

/** A last line that is torn is what a killed process leaves: it is dropped. */
export function parseEvents(text: string, name: string): RunEvent[] {
  const lines = text.split('\n')
  const torn = lines.pop()
  const events: RunEvent[] = []
  for (const [index, line] of lines.entries()) {
    if (line === '') continue
    try {
      events.push(parseEventLine(line))
    } catch {
      throw new EventsError(`${name}:${index + 1} is not an event; the file was changed or cut`)
    }
  }
  // A file that another tool wrote may lack the last line's end.
  if (torn !== undefined && torn !== '') {
    try {
      events.push(parseEventLine(torn))
    } catch {
      // Cut in the middle.
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
