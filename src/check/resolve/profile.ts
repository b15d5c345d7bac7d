/** @file A `profile` block: the same claims at a scale that fits the machine. */

import {
  misplacedStatement,
  outOfRange,
  repeatedStatement,
  unknownName,
  wrongValue,
} from '../../diagnostics/names.js'
import type { BlockKind } from '../../language/keywords.js'
import type { Context, Place, Profile } from './context.js'
import { headOf } from './derivation.js'
import { textOf } from './evaluate.js'
import type { Declared } from './scope.js'
import { mostSeeds, wholeNumber } from './seeds.js'
import { noVariables } from './variables.js'

const profileStatements = ['seeds', 'dataset', 'training', 'trainer']

export function resolveProfile(context: Context, declared: Declared): Profile {
  const { block, source } = declared
  const place: Place = { ...context, source, variables: noVariables }
  const profile: Profile = { name: declared.name, overrides: [] }
  for (const statement of block.statements) {
    const head = headOf(statement)
    if (statement.type === 'override') {
      const { kind, name, statement: change } = statement
      const { span, text } = name
      if (kind.text === 'trainer') {
        const known = context.registry.all('trainer').map((trainer) => trainer.name)
        if (known.includes(text)) {
          profile.overrides.push({ kind: 'trainer', name: text, source, statement: change })
        } else place.report(unknownName(source, span, 'trainer', text, known))
      } else if (kind.text === 'model') {
        place.report(misplacedStatement(source, statement.span, 'model', 'profile'))
      } else if (context.scope.resolve(kind.text as BlockKind, text, { ...place, span })) {
        profile.overrides.push({ kind: kind.text, name: text, source, statement: change })
      }
    } else if (statement.type === 'setting' && head === 'seeds') {
      const [, count, ...rest] = statement.phrases[0]?.items ?? []
      const seeds = count && rest.length === 0 ? wholeNumber(place, count) : undefined
      const found = textOf(source, statement)
      if (profile.seeds !== undefined) {
        place.report(repeatedStatement(source, statement.span, head, 'profile'))
      } else if (seeds === undefined || seeds < 1) {
        place.report(wrongValue(source, statement.span, '`seeds`', 'a number such as `5`', found))
      } else if (seeds > mostSeeds) {
        const range = `between 1 and ${mostSeeds}`
        const what = 'the number of seeds'
        place.report(outOfRange(source, statement.span, what, range, String(seeds)))
      } else profile.seeds = seeds
    } else {
      place.report(misplacedStatement(source, statement.span, head, 'profile', profileStatements))
    }
  }
  return profile
}
