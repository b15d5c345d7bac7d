/** @file Whether a log is SARIF 2.1.0. */

import { Ajv } from 'ajv'
import addFormats from 'ajv-formats'
import { readFileSync } from 'node:fs'

/** The schema of OASIS (rtm.5), as the npm package @microsoft/jest-sarif 1.0.0-beta.0 carries it. */
const published = JSON.parse(
  readFileSync(new URL('../report/sarif-2.1.0-rtm.5.json', import.meta.url), 'utf8'),
) as Record<string, unknown>

// What it says of itself is draft 04, which Ajv does not know; nothing else in it is.
const { $schema: _draft, id: _id, ...schema } = published

/** @returns what the schema does not allow, none for a valid log */
export function sarifErrors(log: unknown): string[] {
  const ajv = new Ajv({ strict: false, allErrors: true, unicodeRegExp: false })
  addFormats.default(ajv)
  const validate = ajv.compile(schema)
  validate(log)
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`)
}
