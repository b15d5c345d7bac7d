/** @file The exports of a config, or the reason why it cannot be loaded. */

import { systemErrorText } from '../files/system-errors.js'
import { shownPath } from '../text/shown-path.js'
import { projectPlace } from './blame.js'
import { ConfigError } from './error.js'

/**
 * Imports a config.
 * @param load imports the config
 * @param file the path for messages
 * @throws ConfigError with the place
 */
export async function importConfig(load: () => Promise<unknown>, file: string): Promise<unknown> {
  // Node exits when it runs out of work. While a config loads, that means that its promise never settles.
  const stuck = () => {
    throw new ConfigError(`${file}: it waits for a promise that is never kept`)
  }
  process.prependListener('beforeExit', stuck)
  try {
    return await load()
  } catch (error) {
    throw new ConfigError(syntaxError(error) ?? `${place(error, file)}: ${messageOf(error)}`)
  } finally {
    process.off('beforeExit', stuck)
  }
}

function place(error: unknown, file: string): string {
  return projectPlace(error) ?? file
}

function messageOf(error: unknown): string {
  const refused = systemErrorText(error)
  if (refused !== undefined) return refused
  const message = error instanceof Error ? error.message : String(error)
  // For a missing module, Node appends the list of modules that require it.
  return message.split('\nRequire stack:')[0] ?? message
}

/** Reformats an error of the parser, which puts the place after the message. */
function syntaxError(error: unknown): string | undefined {
  const message = error instanceof Error ? error.message : ''
  const [, what, at = '', line, column] = /^ParseError: (.*)\n(.*):(\d+):(\d+)$/.exec(message) ?? []
  if (what === undefined) return undefined
  return `${shownPath(at.trim())}:${line}:${Number(column) + 1}: ${what.trim()}`
}
