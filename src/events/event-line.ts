/** @file An event as a line of NDJSON and back. JSON has no NaN and no infinity: they are `{"$number": "NaN"}`. */

import type { RunEvent } from './events.js'

export function eventLine(event: RunEvent): string {
  const plain = JSON.stringify(event)
  // JSON writes them as null. Checking every value is ten times slower and rarely needed.
  if (!plain.includes('null')) return plain
  return JSON.stringify(event, (_, value: unknown) =>
    typeof value === 'number' && !Number.isFinite(value) ? { $number: String(value) } : value,
  )
}

/** @throws SyntaxError if the line is not JSON */
export function parseEventLine(line: string): RunEvent {
  return JSON.parse(line, (_, value: unknown) => {
    const isNumber = typeof value === 'object' && value !== null && '$number' in value
    return isNumber ? Number(value.$number) : value
  }) as RunEvent
}
