/** @file The root of a project: the folder of its store, its lock and its reports, and the limit for `use`. */

import { configNames } from '../config/project-registry.js'
import { firstHolding, foldersAbove } from '../config/folders-above.js'
import { lockName } from '../lock/lock-file.js'

/** Committed files of genspec; they take precedence over files that any project has. */
const deliberate = [...configNames, lockName]
const usual = ['.genspec', 'package.json', '.git']

/**
 * The nearest folder with a config or a lock, from this one up to the root of the repository; otherwise
 * the nearest with a store, a package or a repository.
 */
export function findRoot(folder: string): string | undefined {
  const folders = foldersAbove(folder)
  return (firstHolding(folders, deliberate) ?? firstHolding(folders, usual))?.folder
}
