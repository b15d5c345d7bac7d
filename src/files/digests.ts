/** @file Digests of the content of files. */

import { createHash } from 'node:crypto'
import path from 'node:path'
import { globSync } from 'tinyglobby'
import { readRegularFile } from './regular-file.js'

/** The largest size of a source, in bytes. */
const largest = 2 ** 28

/** Folders that programs generate. */
const ignored = ['**/__pycache__/**', '**/.git/**', '**/.genspec/**', '**/node_modules/**']

/**
 * SHA-256 of each file that one of the globs matches, by its path relative to the folder; all line ends of
 * texts count as `\n`.
 * @throws FileError if a file cannot be read
 */
export function digestsOf(
  folder: string,
  globs: readonly string[],
): { digests: Record<string, string>; unmatched: string[] } {
  const digests: Record<string, string> = {}
  const unmatched: string[] = []
  for (const glob of globs) {
    const files = globSync(glob, {
      cwd: folder,
      dot: true,
      ignore: ignored,
      expandDirectories: false,
    })
    if (files.length === 0) unmatched.push(glob)
    for (const file of files.sort()) {
      const name = file.split(path.sep).join('/')
      digests[name] ??= digestOf(readRegularFile(path.join(folder, file), largest))
    }
  }
  return { digests, unmatched }
}

function digestOf(content: Buffer): string {
  const isText = !content.includes(0)
  const text = isText ? content.toString('latin1').replaceAll('\r\n', '\n') : content
  return createHash('sha256')
    .update(typeof text === 'string' ? Buffer.from(text, 'latin1') : text)
    .digest('hex')
}
