/** @file The grammar, as it was compiled. */

import { createRequire } from 'node:module'
import type { GenspecGrammar } from '#grammar'

// A CommonJS module, for Ohm is then one file; as an ES module it is 46, which take long to load.
export const grammar = createRequire(import.meta.url)('#grammar') as GenspecGrammar
