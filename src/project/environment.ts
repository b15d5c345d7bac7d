/** @file The environment variables of a project, read once. */

import path from 'node:path'

export interface Environment {
  /** The default engine: `GENSPEC_ENGINE`. */
  engine: string | undefined
  /** Read-only folders of runs: `GENSPEC_LAYERS`. */
  layers: string[]
  /** Forbids downloads: `GENSPEC_OFFLINE`. */
  offline: boolean
  /** True in CI, where inconclusive claims and missing data make a command fail. */
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
