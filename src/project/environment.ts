/** @file What the environment says to a project. It is read once. */

import path from 'node:path'

export interface Environment {
  /** What computes where nothing else is asked for: `GENSPEC_ENGINE`. */
  engine: string | undefined
  /** Folders of runs that are only read: `GENSPEC_LAYERS`. */
  layers: string[]
  /** Whether nothing may be fetched: `GENSPEC_OFFLINE`. */
  offline: boolean
  /** Whether this is CI, where nobody reads what is not red: what leaves the evidence open then counts. */
  ci: boolean
  /** Whether GitHub reads the output, and shows its workflow commands beside the code. */
  githubActions: boolean
}

export function readEnvironment(variables: NodeJS.ProcessEnv): Environment {
  const { GENSPEC_ENGINE, GENSPEC_LAYERS = '', GENSPEC_OFFLINE, CI, GITHUB_ACTIONS } = variables
  return {
    engine: GENSPEC_ENGINE === '' ? undefined : GENSPEC_ENGINE,
    layers: GENSPEC_LAYERS.split(path.delimiter).filter((folder) => folder !== ''),
    offline: !['', '0', undefined].includes(GENSPEC_OFFLINE),
    ci: !['', 'false', undefined].includes(CI),
    githubActions: GITHUB_ACTIONS === 'true',
  }
}
