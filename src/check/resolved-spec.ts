/** @file A resolved spec: its claims, beside the blocks and statements of the syntax tree. */

import type { Claim } from '../claims/claim.js'
import type { Expectation } from '../claims/expectation.js'
import type { Source } from '../diagnostics/source.js'
import type { Registry } from '../kinds/registry.js'
import type * as tree from '../language/tree.js'

export interface ResolvedSpec {
  spec: tree.SyntaxTree
  registry: Registry
  /** The name of the profile in force, if any. */
  profile?: string
  claims: ResolvedClaim[]
}

export interface ResolvedClaim {
  source: Source
  block: tree.Block
  /** Undefined if a mistake in it was reported. */
  claim?: Claim
  /** The expectations without mistakes. */
  expectations: ResolvedExpectation[]
}

export interface ResolvedExpectation {
  written: tree.Expect
  expectation: Expectation
}
