/** @file A run's key: the hash of everything that decides its numbers, and of nothing else. */

import { createHash } from 'node:crypto'
import { stringify } from 'safe-stable-stringify'
import type { RunSetup } from '../claims/setup.js'
import type { EngineIdentity } from '../engine/engine.js'

/** Raised when the same components would lead to other numbers than before. */
const schema = 4

export interface RunComponents {
  setup: RunSetup
  seed: number
  /** The dataset's fingerprint: what stands for the content of its files; empty where there is none. */
  data: string
  engine: EngineIdentity
}

/** SHA-256 of the components as JSON with sorted keys, in hexadecimal. */
export function runKey({ setup, seed, data, engine }: RunComponents): string {
  const { name, version, numerics } = engine
  const others = String(stringify({ schema, seed, data, engine: { name, version, numerics } }))
  // `setup` is the last of the sorted keys.
  const text = `${others.slice(0, -1)},"setup":${textOf(setup)}}`
  return createHash('sha256').update(text).digest('hex')
}

/** Of set-ups, each of which many seeds share. */
const texts = new WeakMap<RunSetup, string>()

function textOf(setup: RunSetup): string {
  const known = texts.get(setup)
  if (known !== undefined) return known
  // Where the files are decides nothing: their fingerprint does.
  const dataset = setup.dataset && { ...setup.dataset, path: undefined }
  const text = String(stringify({ ...setup, dataset }))
  texts.set(setup, text)
  return text
}

/** Enough of a key to name a run by. */
export function shortKey(key: string): string {
  return key.slice(0, 10)
}
