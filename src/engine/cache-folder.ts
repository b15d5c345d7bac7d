/** @file The cache folder: files that genspec can fetch or make again, such as engines, datasets, decoded images. */

import { join } from 'node:path'
import envPaths from 'env-paths'

/** Genspec's per-user cache; `GENSPEC_CACHE` moves it. */
export function cacheFolder(): string {
  return process.env['GENSPEC_CACHE'] || envPaths('genspec', { suffix: '' }).cache
}

/** The folder of the installed engines, with one folder for each, the lock of their installation, and downloads. */
export const enginesFolder = () => join(cacheFolder(), 'engines')
