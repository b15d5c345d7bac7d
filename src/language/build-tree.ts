/** @file From an Ohm match to the syntax tree. */

import type { MatchResult, Node } from 'ohm-js'
import type { Span } from '../diagnostics/source.js'
import { grammar } from './grammar.js'
import type * as tree from './tree.js'

const semantics = grammar.createSemantics()

/** Where what is matched stands in its file: Ohm counts from its own beginning. */
let origin = 0

function span({ source }: Node): Span {
  return { start: origin + source.startIdx, end: origin + source.endIdx }
}

function optional<T>(node: Node, build: (child: Node) => T): T | undefined {
  const child = node.children[0]
  return child === undefined ? undefined : build(child)
}

function list<T>(node: Node, build: (child: Node) => T): T[] {
  return node.asIteration().children.map(build)
}

const item = (node: Node): tree.Item => node['item']()
const phrase = (node: Node): tree.Phrase => node['phrase']()
const statement = (node: Node): tree.Statement => node['statement']()
const expression = (node: Node): tree.Expression => node['expression']()
const stop = (node: Node): tree.Comparison | tree.Expression => node['expression']()
const qualifier = (node: Node): tree.Qualifier => node['qualifier']()
const corruption = (node: Node): tree.Corruption => node['corruption']()
const argument = (node: Node): tree.Argument => node['argument']()
const arm = (node: Node): tree.Arm => node['qualifier']()

// Names are most of a spec: without an operation of their own they are built in half the time.
function name(node: Node): tree.Name {
  return { type: 'name', text: node.sourceString, span: span(node) }
}

function text(node: Node): tree.Text {
  return { type: 'text', value: node.sourceString.slice(1, -1), span: span(node) }
}

const scale: Record<string, number> = { k: 1e3, K: 1e3, M: 1e6 }

function scalar(node: Node): tree.Scalar {
  const [, digits = '', suffix = ''] =
    /^([\d_.]+(?:[eE][+-]?\d+)?)(.*)$/.exec(node.sourceString) ?? []
  const value = Number(digits.replaceAll('_', ''))
  const factor = scale[suffix]
  return factor === undefined
    ? { type: 'scalar', value, unit: suffix, span: span(node) }
    : { type: 'scalar', value: value * factor, unit: '', span: span(node) }
}

semantics.addOperation<tree.Item>('item', {
  Item(value) {
    return value.ctorName === 'name' ? name(value) : item(value)
  },
  text(_open, _characters, _close) {
    return text(this)
  },
  scalar(_number, _unit) {
    return scalar(this)
  },
  size(_first, _xs, _others) {
    return { type: 'size', values: this.sourceString.split('x').map(Number), span: span(this) }
  },
  negative(_minus, value) {
    const positive = scalar(value)
    return { ...positive, value: -positive.value, span: span(this) }
  },
  Call(callee, _break, values, _end, _close) {
    return {
      type: 'call',
      name: name(callee.child(0)),
      arguments: list(values, argument),
      span: span(this),
    }
  },
  List(_open, _break, values, _end, _close) {
    return { type: 'list', items: list(values, item), span: span(this) }
  },
  Group(_open, value, _close) {
    return { type: 'group', expression: expression(value), span: span(this) }
  },
})

semantics.addOperation<tree.Argument>('argument', {
  Argument_named: (key, _colon, value) => ({ name: name(key), value: item(value) }),
  Argument_positional: (value) => ({ value: item(value) }),
})

semantics.addOperation<tree.Phrase>('phrase', {
  Phrase(items) {
    return { items: items.children.map(item), span: span(this) }
  },
  Base(items) {
    return { items: items.children.map(item), span: span(this) }
  },
  CorruptionPhrase(items) {
    return { items: items.children.map(item), span: span(this) }
  },
})

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

/** In `take 4_000 train, 2_000 test` the comma does not begin another change: a setting begins with its name. */
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
    const declared = optional(relation, (node) => node['relation']() as tree.Relation)
    return {
      type: 'expect',
      left: expression(left),
      ...(declared && { relation: declared }),
      qualifiers: qualifiers.children.map(qualifier),
      span: span(this),
    }
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
      values: list(values, (node) => node['reportedValue']() as tree.ReportedValue),
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

semantics.addOperation<tree.ReportedValue>('reportedValue', {
  ReportedValue_curve(_curve, curve) {
    return { type: 'curve', name: name(curve), span: span(this) }
  },
  ReportedValue_measurement(measurement, _equals, value) {
    return {
      type: 'value',
      measurement: expression(measurement) as tree.Measurement,
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
      measurement: { type: 'measurement', words: names, arguments: [], arms: [], span: measured },
      value: expression(value),
      span: span(this),
    }
  },
})

semantics.addOperation<tree.Seeds | tree.Name>('seeds', {
  Seeds(from, _dots, to, _seeds) {
    const last = optional(to, item)
    return { type: 'seeds', from: item(from), ...(last && { to: last }), span: span(this) }
  },
  name(_first, _rest, _dots, _firsts, _rests) {
    return name(this)
  },
})

// ---- Arms and expectations

semantics.addOperation<tree.Corruption>('corruption', {
  Corruption(phrases, splits) {
    const declared = optional(splits, (node) => node['splits']() as tree.Corruption['splits'])
    return {
      phrases: list(phrases, phrase),
      ...(declared && { splits: declared }),
      span: span(this),
    }
  },
})

semantics.addOperation<tree.Corruption['splits']>('splits', {
  Splits_both(_on, _both, _splits) {
    return { value: 'both', span: span(this) }
  },
  Splits_one(_on, split) {
    return { value: split.sourceString === 'train' ? 'train' : 'test', span: span(this) }
  },
})

semantics.addOperation<tree.Qualifier>('qualifier', {
  Over(_over, seeds) {
    return { type: 'over', seeds: seeds['seeds'](), span: span(this) }
  },
  Composed(_under, value) {
    return { type: 'under', corruption: corruption(value), span: span(this) }
  },
  Arm_underGroup(_under, _open, value, _close) {
    return { type: 'under', corruption: corruption(value), span: span(this) }
  },
  Arm_under(_under, words, splits) {
    const declared = optional(splits, (node) => node['splits']() as tree.Corruption['splits'])
    const value = {
      phrases: [phrase(words)],
      ...(declared && { splits: declared }),
      span: { start: span(words).start, end: span(this).end },
    }
    return { type: 'under', corruption: value, span: span(this) }
  },
  Arm_of(_of, value) {
    return { type: 'of', item: item(value), span: span(this) }
  },
  Arm_on(_on, value) {
    return { type: 'on', item: item(value), span: span(this) }
  },
  Arm_with(_with, value) {
    return { type: 'with', item: item(value), span: span(this) }
  },
  Arm_at(_at, variable, _equals, value) {
    return { type: 'at', variable: name(variable), value: item(value), span: span(this) }
  },
  Quantifier_everySeed(_in, _every, _seed) {
    return { type: 'every-seed', span: span(this) }
  },
  Quantifier_atLeast(_in, _at, _least, count, _of, of, _seeds) {
    return { type: 'at-least', count: item(count), of: item(of), span: span(this) }
  },
  Quantifier_onAverage(_on, _average) {
    return { type: 'on-average', span: span(this) }
  },
  Quantifier_forEvery(_for, _every, variable) {
    return { type: 'for-every', variable: name(variable), span: span(this) }
  },
})

semantics.addOperation<tree.Relation>('relation', {
  Relation_comparison(operator, right) {
    return {
      type: 'comparison',
      operator: operator.sourceString as tree.ComparisonOperator,
      right: expression(right),
      span: span(this),
    }
  },
  Relation_equivalence(_near, right, _within, margin) {
    return {
      type: 'equivalence',
      right: expression(right),
      margin: expression(margin),
      span: span(this),
    }
  },
  Relation_trend(direction, _with, variable, _within, tolerance) {
    const margin = optional(tolerance, expression)
    return {
      type: 'trend',
      direction: direction.sourceString === 'increases' ? 'increases' : 'decreases',
      variable: name(variable),
      ...(margin && { tolerance: margin }),
      span: span(this),
    }
  },
})

/** `a + b - c`, from the left. */
function chain(first: Node, operators: Node, others: Node): tree.Expression {
  const start = span(first).start
  return others.children.reduce((left: tree.Expression, other, index) => {
    const sign = operators.child(index).sourceString
    const operator = (sign === 'times' ? '*' : sign) as tree.Operation['operator']
    const end = span(other).end
    return { type: 'operation', operator, left, right: expression(other), span: { start, end } }
  }, expression(first))
}

semantics.addOperation<tree.Expression | tree.Comparison>('expression', {
  Comparison(left, operator, right) {
    return {
      type: 'comparison',
      left: expression(left),
      operator: operator.sourceString as tree.ComparisonOperator,
      right: expression(right),
      span: span(this),
    }
  },
  Expression(first, operators, others) {
    return chain(first, operators, others)
  },
  Product(first, operators, others) {
    return chain(first, operators, others)
  },
  Factor_negative(_minus, operand) {
    return { type: 'negation', operand: expression(operand), span: span(this) }
  },
  Factor_group(_open, inner, _close) {
    return expression(inner)
  },
  Quantity(value, unit) {
    const written = optional(unit, name)
    return {
      type: 'quantity',
      value: item(value) as tree.Scalar | tree.Size,
      ...(written && { unit: written }),
      span: span(this),
    }
  },
  Measurement(words, values, _leading, arms) {
    return {
      type: 'measurement',
      words: words.children.map(name),
      arguments:
        optional(values, (node) => node['stops']() as (tree.Comparison | tree.Expression)[]) ?? [],
      arms: arms.children.map(arm),
      span: span(this),
    }
  },
})

semantics.addOperation<(tree.Comparison | tree.Expression)[]>('stops', {
  MeasurementArguments: (_open, stops, _close) => list(stops, stop),
})

/**
 * Declarations of a successful match of `File`.
 * @param start of what was matched in its file
 */
export function buildDeclarations(match: MatchResult, start: number): tree.Declaration[] {
  origin = start
  return semantics(match)['declarations']() as tree.Declaration[]
}
