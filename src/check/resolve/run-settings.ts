/** @file The settings of the runs of claims and experiments: `run`, `given`, `under`, `over`, `for`, `sweep`. */

import { circularDerivation, repeatedStatement } from '../../diagnostics/names.js'
import type * as tree from '../../language/tree.js'
import { type ArmSelection, nothingSelected, selectArms } from './arm.js'
import type { Context, Place } from './context.js'
import { reference } from './derivation.js'
import { type Dimension, resolveFor, resolveSweep } from './dimension.js'
import type { Declared } from './scope.js'
import { reportRepeatedRuns } from './repeated.js'
import { type Seeds, resolveSeeds } from './seeds.js'
import { reportStray } from './stray.js'
import { noVariables } from './variables.js'

export interface ResolvedRun {
  selection: ArmSelection
  /** `'wrong'` if a mistake in the number was reported. */
  seeds?: Seeds | 'wrong'
  /** Seeds for the profile in force; they take precedence over the seeds that the profile sets. */
  profileSeeds?: Seeds | 'wrong'
}

export const noSettings: ResolvedRun = { selection: nothingSelected }

/**
 * The settings after a statement, or undefined if the statement is not about runs.
 * @param through the experiments that lead to this one
 */
export function applySetting(
  place: Place,
  settings: ResolvedRun,
  statement: tree.Statement,
  through: readonly string[] = [],
): ResolvedRun | undefined {
  const { source } = place
  switch (statement.type) {
    case 'run': {
      const { model } = statement
      const selection = { ...settings.selection, model: { item: model, source } }
      return applySelectors(place, { ...settings, selection }, statement.selectors)
    }
    case 'given':
      return {
        ...settings,
        selection: { ...settings.selection, given: { given: statement, source } },
      }
    case 'under':
      return { ...settings, selection: selectArms(place, settings.selection, [statement]) }
    case 'over':
      return applyOver(place, settings, statement, through)
    case 'profile seeds': {
      const seeds = resolveSeeds(place, statement.seeds) ?? 'wrong'
      const named = statement.profiles.filter(({ text, span }) =>
        place.scope.resolve('profile', text, { ...place, span }),
      )
      const inForce = named.some(({ text }) => text === place.profile?.name)
      return inForce ? { ...settings, profileSeeds: seeds } : settings
    }
    case 'for':
      return withDimension(place, settings, statement, resolveFor(place, statement))
    case 'sweep':
      return withDimension(place, settings, statement, resolveSweep(place, statement))
    default:
      return undefined
  }
}

/** The settings after the qualifiers of a run or an expectation. */
export function applySelectors(
  place: Place,
  settings: ResolvedRun,
  selectors: readonly tree.Qualifier[],
): ResolvedRun {
  let result = settings
  for (const selector of selectors) {
    if (selector.type === 'over') result = applyOver(place, result, selector, [])
    if (isArm(selector)) {
      result = { ...result, selection: selectArms(place, result.selection, [selector]) }
    }
  }
  return result
}

export function isArm(qualifier: tree.Qualifier): qualifier is tree.ArmSyntax {
  return ['under', 'of', 'on', 'with', 'without', 'at'].includes(qualifier.type)
}

function applyOver(
  place: Place,
  settings: ResolvedRun,
  { seeds }: tree.Over,
  through: readonly string[],
): ResolvedRun {
  if (seeds.type === 'seeds') {
    return { ...settings, seeds: resolveSeeds(place, seeds) ?? 'wrong' }
  }
  const experiment = reference(place, 'experiment', seeds)
  if (experiment === undefined) return settings
  if (through.includes(experiment.name)) {
    place.report(circularDerivation(place.source, seeds.span, experiment.name))
    return settings
  }
  const { selection, ...others } = experimentSettings(place, experiment, through)
  const dimensions = [...settings.selection.dimensions, ...selection.dimensions]
  const written = [...settings.selection.settings, ...selection.settings]
  const merged = { ...settings.selection, ...selection, dimensions, settings: written }
  return { ...settings, ...others, selection: merged }
}

/** The statements that define runs, here and in claims. */
export const runStatements = ['run', 'given', 'over', 'under', 'for', 'sweep']

/** Resolves the settings of an `experiment` block. */
export function experimentSettings(
  context: Context,
  { name, source, block, variables = noVariables }: Declared,
  through: readonly string[] = [],
): ResolvedRun {
  const place: Place = { ...context, source, variables }
  reportRepeatedRuns(place, block.statements, 'experiment')
  let settings = noSettings
  for (const statement of block.statements) {
    const changed = applySetting(place, settings, statement, [...through, name])
    if (changed) settings = changed
    else reportStray(place, statement, 'experiment', runStatements)
  }
  return settings
}

function withDimension(
  place: Place,
  settings: ResolvedRun,
  { type, variable }: tree.For | tree.Sweep,
  dimension: Dimension,
): ResolvedRun {
  const { selection } = settings
  if (selection.dimensions.some((known) => known.variable === dimension.variable)) {
    const statement = `${type} ${variable.text}`
    place.report(repeatedStatement(place.source, variable.span, statement, 'claim'))
    return settings
  }
  return {
    ...settings,
    selection: { ...selection, dimensions: [...selection.dimensions, dimension] },
  }
}
