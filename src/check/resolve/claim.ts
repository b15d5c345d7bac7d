/** @file A `claim` block: its runs, citations and expectations. */

import type { Citation } from '../../claims/citation.js'
import type { Claim } from '../../claims/claim.js'
import { unusableData } from '../../diagnostics/data.js'
import { missingSetting, repeatedStatement, wrongValue } from '../../diagnostics/names.js'
import { position } from '../../diagnostics/source.js'
import { KindError } from '../../kinds/kind-error.js'
import type * as tree from '../../language/tree.js'
import type { ResolvedClaim, ResolvedExpectation } from '../resolved-spec.js'
import { resolveAlpha } from './alpha.js'
import type { ArmResolver } from './arm.js'
import { resolveCitation, resolveReported } from './citation.js'
import type { Context, Place } from './context.js'
import { unlessUnusable } from './dataset.js'
import { headOf } from './derivation.js'
import { textOf } from './evaluate.js'
import { resolveExpect } from './expectation.js'
import { reportRepeatedRuns } from './repeated.js'
import { applySetting, noSettings, runStatements } from './run-settings.js'
import type { Declared } from './scope.js'
import { reportStray } from './stray.js'
import { noVariables } from './variables.js'

export function resolveClaim(
  context: Context,
  declared: Declared,
  arms: ArmResolver,
): ResolvedClaim {
  const { block, source } = declared
  const place: Place = { ...context, source, variables: noVariables }
  const expects: tree.Expect[] = []
  const cites: Citation[] = []
  const reports: tree.Reported[] = []
  const onlyIn: string[] = []
  const tags: string[] = []
  reportRepeatedRuns(place, block.statements, 'claim')
  let settings = noSettings
  let alpha: number | undefined
  for (const statement of block.statements) {
    const changed = applySetting(place, settings, statement)
    if (changed) {
      settings = changed
      continue
    }
    switch (statement.type) {
      case 'cites': {
        const citation = resolveCitation(place, statement)
        if (citation) cites.push(citation)
        break
      }
      case 'reported':
        reports.push(statement)
        break
      case 'only':
        for (const { text, span } of statement.profiles) {
          if (context.scope.resolve('profile', text, { ...place, span })) onlyIn.push(text)
        }
        break
      case 'expect':
        expects.push(statement)
        break
      default:
        if (statement.type === 'setting' && headOf(statement) === 'tags') {
          tags.push(...resolveTags(place, statement))
        } else if (statement.type === 'setting' && headOf(statement) === 'alpha') {
          if (alpha !== undefined) {
            place.report(repeatedStatement(source, statement.span, 'alpha', 'claim'))
          }
          const [, item, ...rest] = statement.phrases[0]?.items ?? []
          alpha = resolveAlpha(place, rest.length === 0 ? item : undefined, statement.span)
        } else {
          reportStray(place, statement, 'claim', statements)
        }
    }
  }
  const at = block.name?.span ?? block.span
  if (expects.length === 0) {
    const where = `claim \`${declared.name}\``
    place.report(missingSetting(source, at, 'expect', where, 'expect train acc > 0.99'))
  }
  const profile = context.profile?.name
  const skipped = profile !== undefined && onlyIn.length > 0 && !onlyIn.includes(profile)
  const rest = { ...(alpha !== undefined && { alpha }), skipped }
  const sound: ResolvedExpectation[] = []
  const said = unlessUnusable<Pick<Claim, 'reported' | 'expectations' | 'unusable'> | undefined>(
    () => {
      const reported = reports.flatMap((statement) => resolveReported(place, statement, arms))
      for (const written of expects) {
        const expectation = resolveExpect(place, written, settings, arms, rest)
        if (expectation) sound.push({ written, expectation })
      }
      const expectations = sound.map(({ expectation }) => expectation)
      return sound.length === expects.length ? { reported, expectations } : undefined
    },
    (unusable, error) => {
      if (error instanceof KindError) place.report(unusableData(source, at, unusable))
      return { reported: [], expectations: [], unusable }
    },
  )
  const claim = said && {
    name: declared.name,
    ...(block.title && { title: block.title.value }),
    file: source.path,
    line: position(source.text, block.span.start).line,
    text: source.text.slice(block.span.start, block.span.end),
    tags,
    cites,
    ...(context.profile && { profile: context.profile.name }),
    onlyIn,
    ...said,
  }
  return { source, block, ...(claim && { claim }), expectations: sound }
}

/** The statements of a claim, as messages suggest them. */
const statements = [
  ...runStatements,
  ...['cites', 'expect', 'reported', 'only in profile', 'tags', 'alpha'],
]

/** Resolves `tags slow, figure-1`. */
function resolveTags({ source, report }: Place, { phrases }: tree.Setting): string[] {
  return phrases.flatMap(({ items, span }, index) => {
    const [tag, ...rest] = index === 0 ? items.slice(1) : items
    if (tag?.type === 'name' && rest.length === 0) return [tag.text]
    const expected = 'names such as `slow, figure-1`'
    report(wrongValue(source, span, '`tags`', expected, textOf(source, { span })))
    return []
  })
}
