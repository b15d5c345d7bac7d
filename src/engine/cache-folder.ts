/** @file Where genspec keeps what it can fetch or make again: engines, datasets, decoded images. */

import envPaths from 'env-paths'

/** Genspec's per-user cache; `GENSPEC_CACHE` moves it. */
export function cacheFolder(): string {
  return process.env['GENSPEC_CACHE'] || envPaths('genspec', { suffix: '' }).cache
}
