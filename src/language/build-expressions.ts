/** @file Syntax trees of arms, relations and expressions, from an Ohm match. */

import type { Node } from 'ohm-js'
import {
  arm,
  corruption,
  expression,
  item,
  list,
  name,
  optional,
  phrase,
  semantics,
  span,
  stop,
} from './semantics.js'
import type * as tree from './tree.js'

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
  Beyond(_beyond, _this, _test, _set) {
    return { type: 'beyond test set', span: span(this) }
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
  Arm_with(_with, value, values) {
    const items: [tree.Item, ...tree.Item[]] = [item(value), ...values.children.map(item)]
    return { type: 'with', items, span: span(this) }
  },
  Arm_without(_without, word) {
    return { type: 'without', item: name(word), span: span(this) }
  },
  Arm_at(_at, variable, _equals, value) {
    return { type: 'at', variable: name(variable), value: item(value), span: span(this) }
  },
  Quantifier_everySeed(_in, _every, _seed) {
    return { type: 'every seed', span: span(this) }
  },
  Quantifier_atLeast(_in, _at, _least, count, _of, of, _seeds) {
    return { type: 'at least', count: item(count), of: item(of), span: span(this) }
  },
  Quantifier_share(_in, _at, _least, share, _of, _seeds, _with, _confidence, confidence) {
    const [level] = confidence.children
    return {
      ...{ type: 'share of seeds', share: item(share), span: span(this) },
      ...(level && { confidence: item(level) }),
    }
  },
  Quantifier_onAverage(_on, _average) {
    return { type: 'on average', span: span(this) }
  },
  Quantifier_forEvery(_for, _every, variable) {
    return { type: 'for every', variable: name(variable), span: span(this) }
  },
})

semantics.addOperation<tree.RelationSyntax>('relation', {
  Relation(written) {
    const parts = written.children.flatMap((part) => (part.isIteration() ? part.children : [part]))
    const operands = parts.filter(({ ctorName }) => ctorName === 'Expression')
    const variable = parts.find(({ ctorName }) => ctorName === 'name')
    return {
      type: written.ctorName.replace('Relation_', '') as tree.RelationType,
      word: parts[0]?.sourceString ?? '',
      operands: operands.map(expression),
      ...(variable && { variable: name(variable) }),
      span: span(this),
    }
  },
})

/** Builds `a + b - c`, which associates to the left. */
function chain(first: Node, operators: Node, others: Node): tree.ExpressionSyntax {
  const start = span(first).start
  return others.children.reduce((left: tree.ExpressionSyntax, other, index) => {
    const sign = operators.child(index).sourceString
    const operator = (sign === 'times' ? '*' : sign) as tree.Operation['operator']
    const end = span(other).end
    return { type: 'operation', operator, left, right: expression(other), span: { start, end } }
  }, expression(first))
}

semantics.addOperation<tree.ExpressionSyntax | tree.ComparisonSyntax>('expression', {
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
  Factor_group(_open, inner, _close, _leading, arms) {
    const grouped = { ...expression(inner), grouped: true } as const
    if (arms.children.length === 0) return grouped
    return {
      type: 'qualified',
      expression: grouped,
      arms: arms.children.map(arm),
      span: span(this),
    }
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
        optional(
          values,
          (node) => node['stops']() as (tree.ComparisonSyntax | tree.ExpressionSyntax)[],
        ) ?? [],
      arms: arms.children.map(arm),
      span: span(this),
    }
  },
})

semantics.addOperation<(tree.ComparisonSyntax | tree.ExpressionSyntax)[]>('stops', {
  MeasurementArguments: (_open, stops, _close) => list(stops, stop),
})
