/** @file Suggestions of commands: a word that is not a spec may be a mistyped command. */

import { distance } from 'fastest-levenshtein'
import { existsSync } from 'node:fs'
import { UsageError } from '../project/spec-files.js'

/** More typing errors than these make another word. */
const mostEdits = 2

/**
 * The command of the first argument, and `run` where that is a path.
 * @throws UsageError for a word that is no file and nearly a command
 */
export function meantCommand<T extends string>(first: string, names: readonly T[]): T | 'run' {
  const named = names.find((name) => name === first)
  if (named !== undefined) return named
  const isWord = /^[a-z-]+$/i.test(first) && !first.startsWith('-')
  if (!isWord || existsSync(first)) return 'run'
  const [nearest] = [...names].sort((a, b) => edits(first, a) - edits(first, b))
  if (nearest === undefined || edits(first, nearest) > mostEdits) return 'run'
  throw new UsageError(`unknown command \`${first}\`; did you mean \`${nearest}\`?`)
}

function edits(written: string, name: string): number {
  return distance(written.toLowerCase(), name)
}
