/** @file This package's version. */

import { createRequire } from 'node:module'

const manifest = createRequire(import.meta.url)('genspec/package.json') as { version: string }

export const { version } = manifest
