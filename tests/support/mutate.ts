/** @file Specs damaged at random, by a seed. */

import { RandomStream, seedKey } from '../../src/random/key.js'

type Damage = (text: string, stream: RandomStream) => string

const tokens = (text: string) => text.match(/\s+|"[^"\n]*"|[\w.%-]+|[^\s\w]/g) ?? []

const within = (list: readonly unknown[], stream: RandomStream) =>
  stream.integer(Math.max(1, list.length))

const noise = [
  '{',
  '}',
  '(',
  ')',
  '[',
  ']',
  '"',
  '==',
  ':',
  ';',
  '%',
  'pp',
  '~',
  '\n',
  '1e999',
  '0x',
  'é',
  '\u0000',
]

const damages: Damage[] = [
  function deleteToken(text, stream) {
    const all = tokens(text)
    all.splice(within(all, stream), 1 + stream.integer(3))
    return all.join('')
  },
  function swapTokens(text, stream) {
    const all = tokens(text)
    const [a, b] = [within(all, stream), within(all, stream)]
    ;[all[a], all[b]] = [all[b] ?? '', all[a] ?? '']
    return all.join('')
  },
  function insertToken(text, stream) {
    const all = tokens(text)
    const word = stream.integer(2) === 0 ? noise[within(noise, stream)] : all[within(all, stream)]
    all.splice(within(all, stream), 0, word ?? '')
    return all.join('')
  },
  (text, stream) => text.slice(0, stream.integer(text.length + 1)),
  function randomCharacters(text, stream) {
    const at = stream.integer(text.length + 1)
    const random = Array.from({ length: 1 + stream.integer(8) }, () => stream.integer(0xffff))
    return text.slice(0, at) + String.fromCharCode(...random) + text.slice(at)
  },
  function nesting(text, stream) {
    const [open, close] = [
      ['(', ')'],
      ['{', '}'],
      ['[', ']'],
    ][stream.integer(3)] ?? ['(', ')']
    const depth = 2 ** (1 + stream.integer(14))
    const at = stream.integer(text.length + 1)
    return (
      text.slice(0, at) + String(open).repeat(depth) + String(close).repeat(depth) + text.slice(at)
    )
  },
  function duplicateLine(text, stream) {
    const lines = text.split('\n')
    const line = lines[within(lines, stream)] ?? ''
    lines.splice(within(lines, stream), 0, line)
    return lines.join('\n')
  },
]

/** A spec with one to four damages. */
export function mutant(specs: readonly string[], seed: number): string {
  const stream = new RandomStream(seedKey(seed))
  let text = specs[stream.integer(specs.length)] ?? ''
  for (let count = 1 + stream.integer(4); count > 0; count--) {
    text = damages[stream.integer(damages.length)]?.(text, stream) ?? text
  }
  return text
}
