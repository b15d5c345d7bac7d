/** @file The root of a project: one folder for its store, its lock, its reports and what its specs may use. */

import { configNames } from '../config/project-registry.js'
import { firstHolding, foldersAbove } from '../config/folders-above.js'
import { lockName } from '../lock/lock-file.js'

/** Made for genspec and committed: they say more than what any project has. */
const deliberate = [...configNames, lockName]
const usual = ['.genspec', 'package.json', '.git']

/**
 * The nearest folder, from this one up to the root of its repository, with a config or a lock; else the
 * nearest with a store, a package or a repository.
 */
export function findRoot(folder: string): string | undefined {
  const folders = foldersAbove(folder)
  return (firstHolding(folders, deliberate) ?? firstHolding(folders, usual))?.folder
}
