/** @file The input of a lint rule about expectations. */

import type { Source } from '../../diagnostics/source.js'
import type { Registry } from '../../kinds/registry.js'
import type { ResolvedExpectation } from '../resolved-spec.js'

export interface Linted extends ResolvedExpectation {
  source: Source
  registry: Registry
}
