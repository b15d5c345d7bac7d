/** @file The content of `genspec.config.ts`. */

import type { Kind } from '../kinds/registry.js'

export interface Config {
  /** Layers, datasets, metrics, … that the project's specs can name. */
  kinds: Kind[]
}

/** Gives a config its type: `export default defineConfig({ kinds: [ … ] })`. */
export function defineConfig(config: Config): Config {
  return config
}
