/** @file From syntax trees to what they mean; every mistake is reported, none of them ends the check. */

import type { Diagnostic, Report } from '../diagnostics/diagnostic.js'
import type { Registry } from '../kinds/registry.js'
import { parse } from '../language/parse.js'
import type { SyntaxTree } from '../language/tree.js'
import { ArmResolver } from './arm.js'
import { resolvePaper } from './citation.js'
import { resolveClaim } from './claim.js'
import type { Context } from './context.js'
import { resolveDataset } from './dataset.js'
import { withDefaults } from './instantiate.js'
import { prelude } from './prelude.js'
import { buildScope } from './scope.js'
import type { Claim } from './study.js'
import { resolveTraining } from './training.js'

/** The claims of one spec; what it reports with severity `error` must keep it from running. */
export function check(tree: SyntaxTree, registry: Registry, report: Report): Claim[] {
  const seen = new Set<string>()
  // A declaration is looked at once by itself and again by each claim that names it.
  const reportOnce = (diagnostic: Diagnostic) => {
    const { code, source, span, message } = diagnostic
    const identity = [code, source.path, span.start, span.end, message].join('\n')
    if (!seen.has(identity)) report(diagnostic)
    seen.add(identity)
  }
  const scope = buildScope([parse(prelude, reportOnce), tree], reportOnce)
  const context: Context = { registry, scope, report: reportOnce }
  for (const paper of scope.all('paper')) resolvePaper(context, paper)
  for (const declared of scope.all('dataset')) {
    const dataset = withDefaults(context, declared)
    if (dataset) resolveDataset(context, dataset)
  }
  for (const declared of scope.all('training')) {
    const training = withDefaults(context, declared)
    if (training) resolveTraining(context, training)
  }
  const arms = new ArmResolver()
  return scope
    .all('claim')
    .map((declared) => resolveClaim(context, declared, arms))
    .filter((claim) => claim !== undefined)
}
