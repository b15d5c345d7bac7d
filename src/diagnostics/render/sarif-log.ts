/** @file The envelope of a SARIF 2.1.0 log (OASIS), shared by diagnostics and verdicts. */

import { visible, visibleJson } from '../../text/visible.js'

export interface SarifRun {
  /** The version of genspec. */
  version: string
  rules: object[]
  results: object[]
  invocations?: object[]
}

export function sarifLog({ version, rules, results, invocations }: SarifRun): string {
  const log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'genspec', semanticVersion: version, rules } },
        columnKind: 'utf16CodeUnits',
        ...(invocations && { invocations }),
        results,
      },
    ],
  }
  return visibleJson(JSON.stringify(log, null, 2))
}

/** @param file a path with forward slashes */
export function sarifUri(file: string): string {
  return visible(file).split('/').map(encodeURIComponent).join('/')
}
