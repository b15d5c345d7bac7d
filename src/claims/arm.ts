/** @file An arm: the set-up of a measurement, and its name in the spec. */

import { stringify } from 'safe-stable-stringify'
import type { RunSetup } from './setup.js'

export interface Arm {
  label: string
  setup: RunSetup
  /** Notes for the user about the dataset's files: which are left out, how they are read. */
  dataNotes?: readonly string[]
  /** The places of the set-up's parts in the text. */
  lines: Partial<
    Record<'dataset' | 'model' | 'training' | 'corruption' | 'computation' | 'trainer', Lines>
  >
}

/** Places such as `specs/a.gen:12`, by the first word of a statement; the empty word is the whole block. */
export type Lines = Record<string, string>

const texts = new WeakMap<RunSetup, string>()

/** An identity of arms that is equal for equal runs, whatever their names. */
export function bySetup({ setup }: Arm): string {
  const text = texts.get(setup) ?? String(stringify(setup))
  texts.set(setup, text)
  return text
}
