/** @file Datasets and corruptions that the command line names in the syntax of a spec. */

import type { CorruptionStep } from '../claims/setup.js'
import type { Report } from '../diagnostics/diagnostic.js'
import type { Source } from '../diagnostics/source.js'
import type { Registry } from '../kinds/registry.js'
import { parse } from '../language/parse.js'
import type { Block, SyntaxTree } from '../language/tree.js'
import { scopeOf } from './check.js'
import type { Context, Place } from './resolve/context.js'
import { resolveCorruption } from './resolve/corruption.js'
import { type ResolvedDataset, resolveDataset, unlessUnusable } from './resolve/dataset.js'
import { withDefaults } from './resolve/instantiate.js'
import { noVariables } from './resolve/variables.js'

/**
 * @param trees the spec's tree and those of the files that it uses; may be empty
 * @param dataset the name of a declared dataset or of a kind of dataset
 * @param corruption the text after `under`: `random labels 40% on both splits`
 * @returns undefined if a mistake was reported
 */
export function resolveNamed(
  trees: readonly SyntaxTree[],
  registry: Registry,
  report: Report,
  { dataset, corruption }: { dataset: string; corruption: string },
): { dataset: ResolvedDataset; steps: CorruptionStep[] } | undefined {
  const context: Context = { registry, scope: scopeOf(trees, report), report }
  const named = context.scope.find('dataset', dataset)
  const declared = named ?? declare(context, '--dataset', `dataset shown { source ${dataset}\n}`)
  const bound = declared && withDefaults(context, declared)
  const resolved = bound && unlessUnusable(() => resolveDataset(context, bound))
  const written = declare(context, 'the corruption', `corruption shown = ${corruption}`)
  const bases = written?.block.derivation?.bases
  if (resolved === undefined || written === undefined || bases === undefined) return undefined
  const place: Place = { ...context, source: written.source, variables: noVariables }
  const { span } = written.block
  const steps = resolveCorruption(place, { phrases: bases, span }, resolved)
  return steps && { dataset: resolved, steps }
}

function declare(
  { report }: Context,
  path: string,
  text: string,
): { source: Source; block: Block; name: string } | undefined {
  const source = { path, text }
  let failed = false
  const { declarations } = parse(source, (diagnostic) => {
    failed ||= diagnostic.severity === 'error'
    report(diagnostic)
  })
  const block = declarations.find((one) => one.type === 'block')
  return failed || block === undefined ? undefined : { source, block, name: 'shown' }
}
