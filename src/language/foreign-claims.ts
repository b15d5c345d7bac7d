/** @file Slips in claims and trainings: plausible forms that the language lacks. */

import { foreignOperator, foreignWord } from '../diagnostics/foreign.js'
import { type Recognise, spanIn } from './spot.js'

/** Recognises `expect A > B > C`. */
const chain: Recognise = ({ source, offset, line, before, after }) => {
  const [relation] = /^(?:[<>]=?|=|~)/.exec(after) ?? []
  if (relation === undefined || !/^\s*expect\b/.test(line)) return undefined
  // A condition in brackets has a separate relation.
  if (!/[<>=~]/.test(before.replace(/\([^()]*\)/g, ''))) return undefined
  const span = { start: offset, end: offset + relation.length }
  const help = 'an expectation compares two sides; write one `expect` statement for each pair'
  return foreignOperator(source, span, relation, help)
}

/** Recognises `over below, above`. */
const severalExperiments: Recognise = ({ source, offset, before, after }) => {
  if (!after.startsWith(',') || !/^\s*over\s+[\w-]+\s*$/.test(before)) return undefined
  const help = 'a claim is over one experiment; write a claim for each'
  return foreignOperator(source, { start: offset, end: offset + 1 }, ',', help)
}

/** Recognises `at k = 8, p = 20%`. */
const severalValues: Recognise = ({ source, offset, before, after }) => {
  const [separator] = /^,\s*(?=[\w-]+\s*=)/.exec(after) ?? []
  if (separator === undefined || !/\bat\s+[\w-]+\s*=\s*[^\s,]+\s*$/.test(before)) return undefined
  const span = { start: offset, end: offset + separator.length }
  return foreignOperator(source, span, ',', 'write `at` before each variable', ' at ')
}

/** Recognises `train acc at epoch 100`. */
const atEpoch: Recognise = (spot) => {
  const { source, line } = spot
  const found = /\bat\s+(?:the\s+)?(epochs?|steps?)\s+(\d[\d_]*k?)/.exec(line)
  const [written, unit = '', count = ''] = found ?? []
  if (!found || written === undefined || !/^\s*expect\b/.test(line)) return undefined
  const end = found.index + written.length
  if (spot.before.length < found.index || spot.before.length > end) return undefined
  const units = unit.endsWith('s') ? unit : `${unit}s`
  const help = `a metric is taken at the end of its training; measure a training that says \`until ${count} ${units}\``
  return foreignOperator(source, spanIn(spot, found.index, end), written, help)
}

/** Recognises `until no improvement for 5 epochs`. */
const patience: Recognise = (spot) => {
  const found =
    /\bno\s+improvement\s+(?:for|in|over)\s+(\d+)\s+epochs?\b|\bpatience\s+(\d+)\b/.exec(spot.line)
  const [written, a, b] = found ?? []
  if (!found || written === undefined || !/\buntil\b/.test(spot.line)) return undefined
  const meant = `epochs since best test loss >= ${a ?? b} or 300 epochs`
  const span = spanIn(spot, found.index, found.index + written.length)
  return foreignWord(spot.source, span, written, meant)
}

export const foreignClaims: readonly Recognise[] = [
  ...[chain, severalExperiments, severalValues, atEpoch, patience],
]
