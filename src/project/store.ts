/** @file What all commands that look at runs share: the project's store and its layers. */

import path from 'node:path'
import { committedLayers } from '../store/layers.js'
import { Store } from '../store/store.js'

export const localStore = path.join('.genspec', 'runs')

/** The folders of `GENSPEC_LAYERS` and the committed ones are read-only layers, in this order. */
export async function projectStore(): Promise<Store> {
  const named = (process.env['GENSPEC_LAYERS'] ?? '').split(path.delimiter)
  return new Store(localStore, [
    ...named.filter((folder) => folder !== ''),
    ...(await committedLayers('.')),
  ])
}

/** What tries of runs showed of their cost. */
export const triesFile = path.join('.genspec', 'tries.json')
