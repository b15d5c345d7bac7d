/** @file A run's key: the hash of everything that decides its numbers, and of nothing else. */

import { createHash } from 'node:crypto'
import { stringify } from 'safe-stable-stringify'
import type { RunSetup } from '../claims/setup.js'
import type { EngineIdentity } from '../engine/engine.js'

/** Must be incremented if the same components give other numbers than before. */
const schema = 4

export interface RunComponents {
  setup: RunSetup
  seed: number
  /** The fingerprint of the content of the dataset's files; empty if there are none. */
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

/** A cache of the text of set-ups, since many seeds share each. */
const texts = new WeakMap<RunSetup, string>()

function textOf(setup: RunSetup): string {
  const known = texts.get(setup)
  if (known !== undefined) return known
  // The path of the files has no influence on the run: only their fingerprint has.
  const dataset = setup.dataset && { ...setup.dataset, path: undefined }
  const text = String(stringify({ ...setup, dataset }))
  texts.set(setup, text)
  return text
}

/** The prefix of a key that identifies a run to a reader. */
export function shortKey(key: string): string {
  return key.slice(0, 10)
}
