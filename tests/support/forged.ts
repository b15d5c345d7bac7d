/** @file Records as somebody would forge them: another content, and the digest that belongs to it. */

import { createHash } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- whatever stands in the file
export type Body = any

/** Replaces what a run's record says; its digest is right again. */
export async function forge(folder: string, change: (body: Body) => unknown): Promise<void> {
  const file = path.join(folder, 'record.json')
  const { record } = JSON.parse(await readFile(file, 'utf8')) as { record: Body }
  const changed = change(record)
  const text = JSON.stringify(changed === undefined ? record : changed)
  const sha256 = createHash('sha256').update(text).digest('hex')
  await writeFile(file, `{"sha256":"${sha256}","record":${text}}\n`)
}
