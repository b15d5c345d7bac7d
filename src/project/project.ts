/** @file A project: its root, kinds, store and environment. Code that works on specs receives one and looks up nothing itself. */

import path from 'node:path'
import { projectRegistry } from '../config/project-registry.js'
import type { Registry } from '../kinds/registry.js'
import { lockName } from '../lock/lock-file.js'
import { committedLayers } from '../store/committed-layers.js'
import { type Refused, Store } from '../store/store.js'
import { type Environment, readEnvironment } from './environment.js'
import { findRoot } from './root.js'

/** All paths are absolute. */
export interface ProjectFolder {
  root: string
  /** The folder that paths on the command line are relative to. */
  cwd: string
  environment: Environment
  /** The project's own runs, over those that it has committed and those of `GENSPEC_LAYERS`. */
  store: Store
  /** The committed record of verdicts. */
  lockFile: string
  /** The events of the latest run. */
  eventsFile: string
  /** The costs that probes measured. */
  triesFile: string
}

export interface Project extends ProjectFolder {
  /** The kinds that its specs can use. */
  registry: Registry
}

export interface Opening {
  cwd?: string
  variables?: NodeJS.ProcessEnv
  /** Called for each stored record that was looked up and does not count. */
  onRefused?: (refused: Refused) => void
}

/** The project of a folder, without its config, for uses that need no kinds. */
export async function findProject({
  cwd = process.cwd(),
  variables = process.env,
  onRefused,
}: Opening = {}): Promise<ProjectFolder> {
  const root = findRoot(cwd) ?? cwd
  const environment = readEnvironment(variables)
  const own = path.join(root, '.genspec')
  const named = environment.layers.map((folder) => path.resolve(cwd, folder))
  const layers = [...named, ...(await committedLayers(root))]
  return {
    ...{ root, cwd, environment },
    store: new Store(path.join(own, 'runs'), layers, onRefused),
    lockFile: path.join(root, lockName),
    eventsFile: path.join(own, 'events.ndjson'),
    triesFile: path.join(own, 'tries.json'),
  }
}

/** @throws ConfigError if the project's config cannot be used */
export async function openProject(opening?: Opening): Promise<Project> {
  const folder = await findProject(opening)
  return { ...folder, registry: await projectRegistry(folder.root) }
}

/**
 * A file's name in reports and records: relative to the root, with forward slashes; absolute for a
 * file outside the project.
 * @param given relative to the working directory
 */
export function nameInProject({ root, cwd }: ProjectFolder, given: string): string {
  const name = path.relative(root, path.resolve(cwd, given)) || '.'
  const outside = name === '..' || name.startsWith(`..${path.sep}`)
  return (outside && path.isAbsolute(given) ? given : name).split(path.sep).join('/')
}
