/** @file Where genspec keeps what it can fetch or make again: engines, datasets, decoded images. */

import { join } from 'node:path'
import envPaths from 'env-paths'

/** Genspec's per-user cache; `GENSPEC_CACHE` moves it. */
export function cacheFolder(): string {
  return process.env['GENSPEC_CACHE'] || envPaths('genspec', { suffix: '' }).cache
}

/** The installed engines, a folder each, the lock of their installation, and downloads. */
export const enginesFolder = () => join(cacheFolder(), 'engines')
