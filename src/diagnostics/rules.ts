/** @file Every rule, in the order of the codes. */

import * as claims from './claims.js'
import * as data from './data.js'
import * as design from './design.js'
import * as foreign from './foreign.js'
import * as names from './names.js'
import type { Rule } from './rule.js'
import * as shapes from './shapes.js'
import * as syntax from './syntax.js'
import * as use from './use.js'

export const rules: readonly Rule[] = [syntax, foreign, names, use, data, claims, shapes, design]
  .flatMap((family) => Object.values(family))
  .map(({ rule }) => rule)
  .sort((a, b) => (a.code < b.code ? -1 : 1))
