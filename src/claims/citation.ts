/** @file The place of a claim in its paper, and the values that the paper reports of it. */

import type { Unit } from '../kinds/unit.js'
import type { FamilyMethod } from '../statistics/family.js'

/** A place in a paper: `zhang2017 table 1`. */
export interface Citation {
  paper: Paper
  place: string
}

export interface Paper {
  name: string
  title?: string
  authors?: string
  venue?: string
  link?: string
  /** The family in which its claims are judged. */
  family?: Family
}

/** `family alpha 0.05 by holm` */
export interface Family {
  alpha: number
  method: FamilyMethod
  /** The number of its expectations that are tested; known once all specs are read. */
  size?: number
}

export type ReportedValue =
  | { type: 'value'; /** Text in the spec: `train acc`. */ text: string; value: number; unit: Unit }
  /** A curve of the paper's figures, by its name: `figure1c.inception`. */
  | { type: 'curve'; name: string }
