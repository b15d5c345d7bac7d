/** @file Remembers whether an engine repeats itself on this machine, so that every run's record can say it. */

import { join } from 'node:path'
import { readKeptJson } from '../files/kept-json.js'
import { dictionary, flag } from '../files/validator.js'
import { writeWhole } from '../files/whole-file.js'
import { cacheFolder } from './cache-folder.js'
import type { EngineInfo } from './engine.js'

type Place = Pick<EngineInfo, 'name' | 'version' | 'numerics' | 'device' | 'threads'>

const file = () => join(cacheFolder(), 'engines', 'determinism.json')
const keyOf = ({ name, version, numerics, device, threads }: Place) =>
  JSON.stringify([name, version, numerics, device, threads])

/** What is remembered; a file that is absent or damaged remembers nothing. */
function read(): Record<string, boolean> {
  return (readKeptJson(file(), dictionary(flag)) ?? {}) as Record<string, boolean>
}

/** What `genspec doctor` found of an engine on this device, or nothing when it was not asked. */
export function knownDeterminism(place: Place): boolean | undefined {
  return read()[keyOf(place)]
}

/** @returns false when the cache cannot be written: records then do not say it */
export async function rememberDeterminism(place: Place, deterministic: boolean): Promise<boolean> {
  const known = { ...read(), [keyOf(place)]: deterministic }
  try {
    await writeWhole(file(), JSON.stringify(known, null, 2))
    return true
  } catch {
    return false
  }
}
