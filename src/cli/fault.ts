/** @file Reports a fault of genspec itself. */

import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { inspect } from 'node:util'
import { version } from '../store/version.js'
import { commandLine } from './command-line.js'

/** Writes the stack to a file that the user can attach to a bug report. */
export function faultText(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error)
  const [first = ''] = message.replace(/^internal: /, '').split('\n')
  const made = `genspec ${version}, Node ${process.version}, ${process.platform} ${process.arch}`
  const details = `${made}\n${commandLine()}\n\n${inspect(error, { depth: 4 })}\n`
  const file = keep(details)
  return [
    `genspec: this is a bug in genspec, not in your specs: ${first}`,
    '  please report it with this information:',
    ...(file === undefined
      ? details.split('\n').map((line) => `  ${line}`)
      : [`  ${made}`, `  ${commandLine()}`, `  ${file} (the stack)`]),
    '',
  ].join('\n')
}

/** Undefined if no file can be written. */
function keep(text: string): string | undefined {
  try {
    const file = path.join(mkdtempSync(path.join(tmpdir(), 'genspec-fault-')), 'fault.txt')
    writeFileSync(file, text)
    return file
  } catch {
    return undefined
  }
}
