/** @file A claim of a spec, with its arms resolved to set-ups. Plain data. */

import type { Citation, ReportedValue } from './citation.js'
import type { Expectation } from './expectation.js'

export interface Claim {
  name: string
  title?: string
  /** Path of the spec as given, and the line of the claim, from 1. */
  file: string
  line: number
  /** The text of the whole block. */
  text: string
  tags: string[]
  cites: Citation[]
  /** The values that the paper reports of the same quantities. */
  reported: ReportedValue[]
  /** The profile in force, if any. */
  profile?: string
  /** The only profiles in which the claim makes sense; empty if it makes sense in all. */
  onlyIn: string[]
  /** Its seeds come from the command line, not from the spec, so it never enters a record. */
  exploratory?: true
  /** The reason why the data of one of its arms cannot be used; the claim then has no expectations. */
  unusable?: string
  expectations: Expectation[]
}
