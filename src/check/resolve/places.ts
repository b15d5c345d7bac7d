/** @file The places of a declaration's settings in the text. */

import type { Lines } from '../../claims/arm.js'
import { position } from '../../diagnostics/source.js'
import type { Source } from '../../diagnostics/source.js'
import type { BlockKind } from '../../language/keywords.js'
import type { Place } from './context.js'
import { headOf, statementsOf } from './derivation.js'
import type { Declared } from './scope.js'

export function linesOf(place: Place, kind: BlockKind, declared: Declared): Lines {
  const lines: Lines = { '': lineAt(declared.source, declared.block.span.start) }
  // Mistakes in it were reported when it was resolved.
  const silent = { ...place, report: () => undefined }
  for (const { place: at, statement } of statementsOf(silent, kind, declared) ?? []) {
    lines[headOf(statement)] = lineAt(at.source, statement.span.start)
  }
  return lines
}

export function lineAt(source: Source, offset: number): string {
  return `${source.path}:${position(source.text, offset).line}`
}

/** The place of a layer, and those of the layers in its branches. */
export interface LayerLine {
  line: string
  branches?: LayerLine[][]
}

/** Lines by the number of the layer and of its branch: `layer 2 branch 1 layer 3`. */
export function linesOfLayers(lines: readonly LayerLine[], within = ''): Lines {
  const all: Lines = {}
  for (const [index, { line, branches = [] }] of lines.entries()) {
    const head = `${within}layer ${index + 1}`
    all[head] = line
    for (const [place, branch] of branches.entries()) {
      Object.assign(all, linesOfLayers(branch, `${head} branch ${place + 1} `))
    }
  }
  return all
}
