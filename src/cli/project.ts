/** @file What all commands that look at runs share: the project's store and its layers. */

import path from 'node:path'
import { committedLayers } from '../store/layers.js'
import { Store } from '../store/store.js'

export const localStore = path.join('.genspec', 'runs')

/** @param extra read-only layers besides the committed ones, which come after them */
export async function projectStore(extra: readonly string[] = []): Promise<Store> {
  return new Store(localStore, [...extra, ...(await committedLayers('.'))])
}

/** What tries of runs showed of their cost. */
export const triesFile = path.join('.genspec', 'tries.json')
