/** @file Writes docs/errors.md. */

import { writeFileSync } from 'node:fs'
import { rules } from '../src/diagnostics/rules.js'
import { errorsPage } from '../src/diagnostics/render/errors-page.js'

writeFileSync(new URL('errors.md', import.meta.url), errorsPage(rules))
