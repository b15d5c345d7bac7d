/** @file The compiled grammar. */

import { createRequire } from 'node:module'
import type { GenspecGrammar } from '#grammar'

// A CommonJS module loads Ohm as a single file; as ES modules it has 46 files, which load slowly.
export const grammar = createRequire(import.meta.url)('#grammar') as GenspecGrammar
