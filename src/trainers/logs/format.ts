/** @file The interface of a format of logs: a file, or a folder, as rows of named values. */

export type Row = Record<string, unknown>

export interface LogFormat {
  /** The bytes that decide the rows, and therefore the key of the run. */
  content(place: string): Buffer
  /** @throws Error with the reason if the content has another format */
  rows(content: Buffer): unknown[]
  /** The column that counts steps, if a row belongs to a step and not to an epoch. */
  steps?: string
}

/** The largest size of a log, in bytes. */
export const largest = 2 ** 28

/** One row for each step. */
export function byStep(values: Iterable<[step: number, name: string, value: number]>): Row[] {
  const rows = new Map<number, Map<string, number>>()
  for (const [step, name, value] of values) {
    const row = rows.get(step) ?? new Map([['step', step]])
    rows.set(step, row.set(name, value))
  }
  return [...rows.values()].map((row) => Object.fromEntries(row))
}
