/** @file What a measurement is of: a set-up, and how the spec names it. */

import { stringify } from 'safe-stable-stringify'
import type { RunSetup } from './setup.js'

export interface Arm {
  label: string
  setup: RunSetup
  /** What people should know of the files of its dataset: what is left out, how they are read. */
  dataNotes?: readonly string[]
  /** Where the parts of the set-up are written. */
  lines: Partial<
    Record<'dataset' | 'model' | 'training' | 'corruption' | 'computation' | 'trainer', Lines>
  >
}

/** `specs/a.gen:12` by the word that a statement begins with; by the empty word, of the whole block. */
export type Lines = Record<string, string>

const texts = new WeakMap<RunSetup, string>()

/** The same for two arms that are the same runs, whatever they are called. */
export function bySetup({ setup }: Arm): string {
  const text = texts.get(setup) ?? String(stringify(setup))
  texts.set(setup, text)
  return text
}
