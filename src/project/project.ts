/** @file A project: its root and what belongs to it. What works on specs is given one, and looks for nothing itself. */

import path from 'node:path'
import { projectRegistry } from '../config/project-registry.js'
import type { Registry } from '../kinds/registry.js'
import { lockName } from '../lock/lock-file.js'
import { committedLayers } from '../store/layers.js'
import { type Refused, Store } from '../store/store.js'
import { type Environment, readEnvironment } from './environment.js'
import { findRoot } from './root.js'

/** All paths are absolute. */
export interface ProjectFolder {
  root: string
  /** Where one stands: what the paths of the command line are from. */
  cwd: string
  environment: Environment
  /** The project's own runs, over those that it has committed and those of `GENSPEC_LAYERS`. */
  store: Store
  /** The committed record of verdicts. */
  lockFile: string
  /** What happened in the latest run. */
  eventsFile: string
  /** What tries of runs showed of their cost. */
  triesFile: string
}

export interface Project extends ProjectFolder {
  /** The kinds that its specs can name. */
  registry: Registry
}

export interface Opening {
  cwd?: string
  variables?: NodeJS.ProcessEnv
  /** Told of each record of the store that was looked for and does not count. */
  onRefused?: (refused: Refused) => void
}

/** The project that a folder belongs to, without its config: for what no kinds are needed for. */
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

/** @throws ConfigError where the project's config cannot be used */
export async function openProject(opening?: Opening): Promise<Project> {
  const folder = await findProject(opening)
  return { ...folder, registry: await projectRegistry(folder.root) }
}

/**
 * A file as reports and records name it: from the root, with forward slashes. One that lies outside
 * the project keeps an absolute path.
 * @param given from where one stands
 */
export function nameInProject({ root, cwd }: ProjectFolder, given: string): string {
  const name = path.relative(root, path.resolve(cwd, given)) || '.'
  const outside = name === '..' || name.startsWith(`..${path.sep}`)
  return (outside && path.isAbsolute(given) ? given : name).split(path.sep).join('/')
}
