/** @file Memory of whether an engine repeats its bits on this machine, for the records of runs. */

import { join } from 'node:path'
import { readKeptJson } from '../files/kept-json.js'
import { dictionary, flag } from '../files/validator.js'
import { writeWhole } from '../files/whole-file.js'
import { cacheFolder } from './cache-folder.js'
import type { EngineInfo } from './engine.js'

type EngineAndDevice = Pick<EngineInfo, 'name' | 'version' | 'numerics' | 'device' | 'threads'>

const file = () => join(cacheFolder(), 'engines', 'determinism.json')
const keyOf = ({ name, version, numerics, device, threads }: EngineAndDevice) =>
  JSON.stringify([name, version, numerics, device, threads])

/** Reads the remembered results; an absent or damaged file counts as empty. */
function read(): Record<string, boolean> {
  return (readKeptJson(file(), dictionary(flag)) ?? {}) as Record<string, boolean>
}

/** The result of `genspec doctor` for an engine on this device, `undefined` if it was never run. */
export function knownDeterminism(place: EngineAndDevice): boolean | undefined {
  return read()[keyOf(place)]
}

/** @returns false if the cache cannot be written; records then lack the result */
export async function rememberDeterminism(
  place: EngineAndDevice,
  deterministic: boolean,
): Promise<boolean> {
  const known = { ...read(), [keyOf(place)]: deterministic }
  try {
    await writeWhole(file(), JSON.stringify(known, null, 2))
    return true
  } catch {
    return false
  }
}
