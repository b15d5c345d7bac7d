/** @file Diagnostics as SARIF 2.1.0 (OASIS), for code scanning. */

import type { Diagnostic } from '../diagnostic.js'
import { rules } from '../rules.js'
import { type Source, type Span, position } from '../source.js'
import { sarifLog, sarifUri } from './sarif-log.js'

export function diagnosticsSarif(diagnostics: readonly Diagnostic[], version: string): string {
  const codes = new Set(diagnostics.map(({ code }) => code))
  return sarifLog({
    version,
    rules: rules
      .filter(({ code }) => codes.has(code))
      .map(({ code, severity, title, explanation }) => ({
        id: code,
        shortDescription: { text: title },
        fullDescription: { text: explanation },
        defaultConfiguration: { level: severity },
      })),
    results: diagnostics.map(resultOf),
  })
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
              artifactLocation: { uri: sarifUri(source.path) },
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
  return { artifactLocation: { uri: sarifUri(source.path) }, region: regionOf(source, span) }
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
