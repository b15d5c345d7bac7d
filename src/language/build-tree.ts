/** @file Syntax trees of declarations and statements, from an Ohm match. */

import type { MatchResult, Node } from 'ohm-js'
import './build-expressions.js'
import './build-items.js'
import { atItsEnd } from './qualifiers.js'
import {
  corruption,
  expression,
  item,
  list,
  name,
  optional,
  phrase,
  qualifier,
  semantics,
  setOrigin,
  span,
  statement,
  stop,
  text,
} from './semantics.js'
import type * as tree from './tree.js'

// ---- Declarations

semantics.addOperation<tree.ParameterDeclaration[]>('parameters', {
  Parameters: (_open, _break, parameters, _end, _close) =>
    list(parameters, (node) => node['parameter']() as tree.ParameterDeclaration),
})

semantics.addOperation<tree.ParameterDeclaration>('parameter', {
  Parameter: (key, _equals, value) => {
    const preset = optional(value, item)
    return { name: name(key), ...(preset && { value: preset }) }
  },
})

/**
 * Joins settings such as `take 4_000 train, 2_000 test`, whose comma does not begin another change: a setting
 * begins with its name.
 */
function joined(changes: readonly tree.Statement[]): tree.Statement[] {
  const result: tree.Statement[] = []
  for (const change of changes) {
    const last = result.at(-1)
    const first = change.type === 'setting' ? change.phrases[0]?.items[0] : undefined
    const named = first === undefined || first.type === 'name' || first.type === 'call'
    if (named || change.type !== 'setting' || last?.type !== 'setting') result.push(change)
    else {
      const phrases = [...last.phrases, ...change.phrases]
      const span = { start: last.span.start, end: change.span.end }
      result[result.length - 1] = { ...last, phrases, span }
    }
  }
  return result
}

semantics.addOperation<tree.Derivation>('derivation', {
  Derivation: (bases, _with, changes) => ({
    bases: list(bases, phrase),
    changes: joined(optional(changes, (node) => list(node, statement)) ?? []),
  }),
})

semantics.addOperation<tree.Statement[]>('body', {
  Body: (_open, _break, statements, _ends, _close) => statements.children.map(statement),
})

function block(node: Node, kind: Node, blockName: Node, parameters: Node): tree.Block {
  const declared = optional(blockName, name)
  return {
    type: 'block',
    kind: name(kind),
    ...(declared && { name: declared }),
    parameters: optional(parameters, (child) => child['parameters']()) ?? [],
    statements: [],
    span: span(node),
  }
}

semantics.addOperation<tree.Declaration[]>('declarations', {
  File: (_start, declarations, _ends, _end) =>
    declarations.children.map((node) => node['declaration']() as tree.Declaration),
})

semantics.addOperation<tree.Declaration>('declaration', {
  Declaration_use(_use, path) {
    return { type: 'use', path: text(path), span: span(this) }
  },
  Declaration_derived(kind, blockName, parameters, _equals, derivation) {
    return { ...block(this, kind, blockName, parameters), derivation: derivation['derivation']() }
  },
  Declaration_block(kind, blockName, parameters, title, body) {
    const declaredTitle = optional(title, text)
    return {
      ...block(this, kind, blockName, parameters),
      ...(declaredTitle && { title: declaredTitle }),
      statements: body['body'](),
    }
  },
})

// ---- Statements

semantics.addOperation<tree.Statement>('statement', {
  Statement_opened(_opener, opened) {
    return statement(opened)
  },
  Setting(phrases, body) {
    const statements = optional(body, (node) => node['body']() as tree.Statement[])
    return {
      type: 'setting',
      phrases: list(phrases, phrase),
      ...(statements && { body: statements }),
      span: span(this),
    }
  },
  Expect(_expect, left, relation, _leading, qualifiers) {
    const declared = optional(relation, (node) => node['relation']() as tree.RelationSyntax)
    return atItsEnd({
      type: 'expect',
      left: expression(left),
      ...(declared && { relation: declared }),
      qualifiers: qualifiers.children.map(qualifier),
      span: span(this),
    })
  },
  Given(_given, items) {
    return { type: 'given', items: items.children.map(item), span: span(this) }
  },
  Run(_run, model, _leading, selectors) {
    return {
      type: 'run',
      model: item(model),
      selectors: selectors.children.map(qualifier),
      span: span(this),
    }
  },
  For(_for, variable, _in, values) {
    return { type: 'for', variable: name(variable), values: item(values), span: span(this) }
  },
  Sweep_range(_sweep, variable, _from, from, _to, to, _step, step) {
    return {
      type: 'sweep',
      variable: name(variable),
      values: { from: expression(from), to: expression(to), step: expression(step) },
      span: span(this),
    }
  },
  Sweep_list(_sweep, variable, _in, values) {
    return { type: 'sweep', variable: name(variable), values: item(values), span: span(this) }
  },
  Over(_over, seeds) {
    return { type: 'over', seeds: seeds['seeds'](), span: span(this) }
  },
  ProfileSeeds(_over, seeds, _in, _profile, profiles) {
    return {
      type: 'profile seeds',
      seeds: seeds['seeds'](),
      profiles: list(profiles, name),
      span: span(this),
    }
  },
  Under(_under, value) {
    return { type: 'under', corruption: corruption(value), span: span(this) }
  },
  Cites(_cites, paper, place) {
    const words = place.children.map((node) => node.sourceString).join(' ')
    return { type: 'cites', paper: name(paper), place: words, span: span(this) }
  },
  Reported(_reported, values) {
    return {
      type: 'reported',
      values: list(values, (node) => node['reportedValue']() as tree.ReportedValueSyntax),
      span: span(this),
    }
  },
  Only(_only, _in, _profile, profiles) {
    return { type: 'only', profiles: list(profiles, name), span: span(this) }
  },
  Phrase(_items) {
    return { type: 'setting', phrases: [phrase(this)], span: span(this) }
  },
  Until(_until, stops) {
    return { type: 'until', stops: list(stops, stop), span: span(this) }
  },
  Override(kind, target, change) {
    return {
      type: 'override',
      kind: name(kind),
      name: name(target),
      statement: statement(change),
      span: span(this),
    }
  },
})

semantics.addOperation<tree.ReportedValueSyntax>('reportedValue', {
  ReportedValue_curve(_curve, curve) {
    return { type: 'curve', name: name(curve), span: span(this) }
  },
  ReportedValue_measurement(measurement, _equals, value) {
    return {
      type: 'value',
      measurement: expression(measurement) as tree.MeasurementSyntax,
      value: expression(value),
      span: span(this),
    }
  },
  ReportedValue_short(words, value) {
    const names = words.children.map(name)
    const measured = {
      start: names[0]?.span.start ?? span(this).start,
      end: names.at(-1)?.span.end ?? span(this).end,
    }
    return {
      type: 'value',
      measurement: {
        ...{ type: 'measurement', words: names, arguments: [], arms: [] },
        span: measured,
      },
      value: expression(value),
      span: span(this),
    }
  },
})

semantics.addOperation<tree.SeedsSyntax | tree.Name>('seeds', {
  Seeds(from, _dots, to, _seeds) {
    const last = optional(to, item)
    return { type: 'seeds', from: item(from), ...(last && { to: last }), span: span(this) }
  },
  name(_first, _rest, _dots, _firsts, _rests) {
    return name(this)
  },
})

/**
 * Builds the declarations of a successful match of `File`.
 * @param start the offset of the matched text in its file
 */
export function buildDeclarations(match: MatchResult, start: number): tree.Declaration[] {
  setOrigin(start)
  return semantics(match)['declarations']() as tree.Declaration[]
}
