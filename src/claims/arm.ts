/** @file What a measurement is of: a set-up, and how the spec names it. */

import type { RunSetup } from './setup.js'

export interface Arm {
  label: string
  setup: RunSetup
  /** What people should know of the files of its dataset: what is left out, how they are read. */
  dataNotes?: readonly string[]
  /** Where the parts of the set-up are written. */
  lines: Partial<Record<'dataset' | 'model' | 'training' | 'corruption' | 'computation', Lines>>
}

/** `specs/a.gen:12` by the word that a statement begins with; by the empty word, of the whole block. */
export type Lines = Record<string, string>
