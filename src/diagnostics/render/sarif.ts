/** @file Diagnostics as SARIF 2.1.0 (OASIS), for code scanning. */

import type { Diagnostic } from '../diagnostic.js'
import { rules } from '../rules.js'
import { type Source, type Span, position } from '../source.js'

export function diagnosticsSarif(diagnostics: readonly Diagnostic[], version: string): string {
  const codes = new Set(diagnostics.map(({ code }) => code))
  const log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'genspec',
            semanticVersion: version,
            rules: rules
              .filter(({ code }) => codes.has(code))
              .map(({ code, severity, title, explanation }) => ({
                id: code,
                shortDescription: { text: title },
                fullDescription: { text: explanation },
                defaultConfiguration: { level: severity },
              })),
          },
        },
        columnKind: 'utf16CodeUnits',
        results: diagnostics.map(resultOf),
      },
    ],
  }
  return JSON.stringify(log, null, 2)
}

function resultOf(diagnostic: Diagnostic) {
  const { code, severity, source, span, message, help, related = [], fix } = diagnostic
  return {
    ruleId: code,
    level: severity,
    message: { text: help === undefined ? message : `${message}\n${help}` },
    locations: [{ physicalLocation: placeOf(source, span) }],
    ...(related.length > 0 && {
      relatedLocations: related.map((one, id) => ({
        id,
        message: { text: one.label },
        physicalLocation: placeOf(one.source, one.span),
      })),
    }),
    ...(fix && {
      fixes: [
        {
          description: { text: fix.title },
          artifactChanges: [
            {
              artifactLocation: { uri: uriOf(source) },
              replacements: fix.edits.map((edit) => ({
                deletedRegion: regionOf(source, edit.span),
                insertedContent: { text: edit.text },
              })),
            },
          ],
        },
      ],
    }),
  }
}

function placeOf(source: Source, span: Span) {
  return { artifactLocation: { uri: uriOf(source) }, region: regionOf(source, span) }
}

function uriOf({ path }: Source): string {
  return path.split('/').map(encodeURIComponent).join('/')
}

function regionOf({ text }: Source, span: Span) {
  const [start, end] = [position(text, span.start), position(text, span.end)]
  return {
    startLine: start.line,
    startColumn: start.column,
    endLine: end.line,
    endColumn: end.column,
  }
}
