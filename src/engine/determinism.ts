/** @file Remembers whether an engine repeats itself on this machine, so that every run's record can say it. */

import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { writeWhole } from '../files/whole-file.js'
import { cacheFolder } from './cache-folder.js'
import type { EngineInfo } from './engine.js'

type Place = Pick<EngineInfo, 'name' | 'version' | 'numerics' | 'device' | 'threads'>

const file = () => join(cacheFolder(), 'engines', 'determinism.json')
const keyOf = ({ name, version, numerics, device, threads }: Place) =>
  JSON.stringify([name, version, numerics, device, threads])

/** What is remembered; a file that is absent or damaged remembers nothing. */
async function read(): Promise<Record<string, boolean>> {
  try {
    return JSON.parse(await readFile(file(), 'utf8')) as Record<string, boolean>
  } catch {
    return {}
  }
}

/** What `genspec doctor` found of an engine on this device, or nothing when it was not asked. */
export async function knownDeterminism(place: Place): Promise<boolean | undefined> {
  return (await read())[keyOf(place)]
}

/** @returns false when the cache cannot be written: records then do not say it */
export async function rememberDeterminism(place: Place, deterministic: boolean): Promise<boolean> {
  const known = { ...(await read()), [keyOf(place)]: deterministic }
  try {
    await writeWhole(file(), JSON.stringify(known, null, 2))
    return true
  } catch {
    return false
  }
}
