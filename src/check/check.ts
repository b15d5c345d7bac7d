/**
 * @file The check of a spec: from syntax trees to resolved claims. It reports every mistake and continues after
 * each.
 */

import type { Claim } from '../claims/claim.js'
import type { Report } from '../diagnostics/diagnostic.js'
import type { Registry } from '../kinds/registry.js'
import { parse } from '../language/parse.js'
import type { SyntaxTree } from '../language/tree.js'
import { exceptConsequences } from './consequences.js'
import { lint } from './lint/lint.js'
import { reportNumbers } from './numbers.js'
import { ArmResolver } from './resolve/arm.js'
import { resolvePaper } from './resolve/citation.js'
import { resolveClaim } from './resolve/claim.js'
import { exceptCommas } from './resolve/commas.js'
import type { Context, Profile } from './resolve/context.js'
import { resolveDataset, unlessUnusable } from './resolve/dataset.js'
import { withDefaults } from './resolve/instantiate.js'
import { prelude } from './resolve/prelude.js'
import { resolveProfile } from './resolve/profile.js'
import { experimentSettings } from './resolve/run-settings.js'
import { type Scope, buildScope } from './resolve/scope.js'
import { resolveTraining } from './training/training.js'

export interface Checked {
  claims: Claim[]
  /** The profiles that the spec declares or uses. */
  profiles: string[]
}

/**
 * Resolves the claims of one spec. The spec must not run if a report has severity `error`.
 * @param trees the spec's, then those of the files that it uses
 * @param profile the profile in force, if the spec declares it
 */
export function check(
  trees: readonly SyntaxTree[],
  registry: Registry,
  report: Report,
  profile?: string,
): Checked {
  const sound = trees.map((tree) => exceptCommas(tree, report))
  const numbers = sound.flatMap((tree) => reportNumbers(tree, report))
  const reportSound = exceptConsequences(sound, numbers, report)
  const [spec] = sound
  const scope = scopeOf(sound, reportSound)
  const plain: Context = { registry, scope, report: reportSound }
  const profiles = scope.all('profile').map((declared) => resolveProfile(plain, declared))
  // Declarations are checked without a profile and in each profile, since a profile may break one that is valid
  // alone.
  checkDeclarations(plain, scope)
  for (const one of profiles) checkDeclarations(within(plain, one), scope)
  const inForce = profiles.find(({ name }) => name === profile)
  const context = inForce ? within(plain, inForce) : plain
  const arms = new ArmResolver()
  const claims = scope.all('claim').map((declared) => resolveClaim(context, declared, arms))
  if (spec) {
    const resolved = { spec, registry, claims, ...(inForce && { profile: inForce.name }) }
    for (const found of lint(resolved)) reportSound(found)
  }
  return {
    claims: claims.flatMap(({ claim }) => claim ?? []),
    profiles: profiles.map(({ name }) => name),
  }
}

/**
 * The names that a spec can use: its own declarations, those of the files that it uses except their claims, and the
 * built-in ones.
 */
export function scopeOf(trees: readonly SyntaxTree[], report: Report): Scope {
  const [spec, ...used] = trees
  const libraries = used.map(({ source, declarations }) => ({
    source,
    declarations: declarations.filter((one) => one.type === 'use' || one.kind.text !== 'claim'),
  }))
  return buildScope([builtinTree(), ...libraries, ...(spec ? [spec] : [])], report)
}

let parsedPrelude: SyntaxTree | undefined

function builtinTree(): SyntaxTree {
  parsedPrelude ??= parse(prelude, ({ message }) => {
    throw new Error(`internal: a built-in corruption does not parse: ${message}`)
  })
  return parsedPrelude
}

function within(context: Context, profile: Profile): Context {
  return { ...context, profile }
}

/** Checks the declarations, including those that no claim names. */
function checkDeclarations(context: Context, scope: Scope): void {
  for (const paper of scope.all('paper')) resolvePaper(context, paper)
  for (const declared of scope.all('dataset')) {
    const dataset = withDefaults(context, declared)
    if (dataset) unlessUnusable(() => resolveDataset(context, dataset))
  }
  for (const declared of scope.all('training')) {
    const training = withDefaults(context, declared)
    if (training) resolveTraining(context, training)
  }
  for (const declared of scope.all('experiment')) {
    const experiment = withDefaults(context, declared)
    if (experiment) experimentSettings(context, experiment)
  }
}
