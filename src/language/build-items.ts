/** @file Syntax trees of values and phrases, from an Ohm match. */

import type { Node } from 'ohm-js'
import { argument, expression, item, list, name, semantics, span, text } from './semantics.js'
import type * as tree from './tree.js'

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
  SettingValue_plain(value) {
    return value.ctorName === 'name' ? name(value) : item(value)
  },
  SettingValue_on(word) {
    return { type: 'name', text: word.sourceString, span: span(this) }
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
