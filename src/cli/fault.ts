/** @file What is said and kept where genspec itself is at fault. */

import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { inspect } from 'node:util'
import { version } from '../store/version.js'
import { commandLine } from './command-line.js'

/** The stack goes to a file, for the report that this asks for. */
export function faultText(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error)
  const [first = ''] = message.replace(/^internal: /, '').split('\n')
  const made = `genspec ${version}, Node ${process.version}, ${process.platform} ${process.arch}`
  const details = `${made}\n${commandLine()}\n\n${inspect(error, { depth: 4 })}\n`
  const file = keep(details)
  return [
    `genspec: a fault of genspec itself, not of your specs: ${first}`,
    '  please report it, with this:',
    ...(file === undefined
      ? details.split('\n').map((line) => `  ${line}`)
      : [`  ${made}`, `  ${commandLine()}`, `  ${file}, which has the stack`]),
    '',
  ].join('\n')
}

/** Nothing where no file can be written. */
function keep(text: string): string | undefined {
  try {
    const file = path.join(mkdtempSync(path.join(tmpdir(), 'genspec-fault-')), 'fault.txt')
    writeFileSync(file, text)
    return file
  } catch {
    return undefined
  }
}
