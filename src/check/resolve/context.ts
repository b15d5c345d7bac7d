/** @file The context of the checker: registry, report, scope, profile and place. */

import type { Report } from '../../diagnostics/diagnostic.js'
import type { Source } from '../../diagnostics/source.js'
import type { Registry } from '../../kinds/registry.js'
import type { Statement } from '../../language/tree.js'
import type { Scope } from './scope.js'
import type { Variables } from './variables.js'

/** The scale at which claims are run: changes of declarations, and the number of seeds. */
export interface Profile {
  name: string
  seeds?: number
  overrides: Override[]
}

export interface Override {
  kind: string
  /** The name of the changed declaration. */
  name: string
  source: Source
  statement: Statement
}

export interface Context {
  registry: Registry
  /** The declarations that the checked file can name. */
  scope: Scope
  /** The profile in force, if any. */
  profile?: Profile
  report: Report
}

/** A place to check: the text that spans refer to, and the values of the variables there. */
export interface Place extends Context {
  source: Source
  variables: Variables
}
