/** @file Remembers whether an engine repeats itself on this machine, so that every run's record can say it. */

import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { EngineInfo } from './engine.js'
import { cacheFolder } from './cache-folder.js'

type Place = Pick<EngineInfo, 'name' | 'version' | 'numerics' | 'device' | 'threads'>

const file = () => join(cacheFolder(), 'engines', 'determinism.json')
const keyOf = ({ name, version, numerics, device, threads }: Place) =>
  JSON.stringify([name, version, numerics, device, threads])

async function read(): Promise<Record<string, boolean>> {
  const text = await readFile(file(), 'utf8').catch(() => '{}')
  return JSON.parse(text) as Record<string, boolean>
}

/** What `genspec doctor` found of an engine on this device, or nothing when it was not asked. */
export async function knownDeterminism(place: Place): Promise<boolean | undefined> {
  return (await read())[keyOf(place)]
}

export async function rememberDeterminism(place: Place, deterministic: boolean): Promise<void> {
  const known = { ...(await read()), [keyOf(place)]: deterministic }
  await mkdir(dirname(file()), { recursive: true })
  const temporary = `${file()}.${String(process.pid)}`
  await writeFile(temporary, JSON.stringify(known, null, 2))
  await rename(temporary, file())
}
