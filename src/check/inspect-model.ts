/** @file Inspection of one model of a spec, applied to one of the spec's datasets. */

import type { Report } from '../diagnostics/diagnostic.js'
import type { Source } from '../diagnostics/source.js'
import type { Registry } from '../kinds/registry.js'
import type { Shape } from '../kinds/shape.js'
import { parse } from '../language/parse.js'
import type { Item, SyntaxTree } from '../language/tree.js'
import { type ResolvedModel, resolveModel } from './model/model.js'
import type { Context, Place } from './resolve/context.js'
import { resolveDataset, unlessUnusable } from './resolve/dataset.js'
import { instantiate, withDefaults } from './resolve/instantiate.js'
import { buildScope } from './resolve/scope.js'
import { noVariables } from './resolve/variables.js'

export interface InspectedModel extends ResolvedModel {
  dataset: string
  input: Shape
}

/** Parses `resnet(3)` as a spec would. */
function itemIn(
  text: string,
  report: Report,
): { source: Source; item: Item } | { refusal: string } | undefined {
  const source = { path: 'the command line', text: `experiment shown {\n  run ${text}\n}\n` }
  const [block] = parse(source, report).declarations
  const [statement] = block && block.type !== 'use' ? block.statements : []
  if (statement?.type !== 'run') return undefined
  const { start, end } = statement.model.span
  const rest = text.replace(source.text.slice(start, end), '').trim()
  if (rest === '') return { source, item: statement.model }
  return { refusal: `\`${rest}\` is not part of a model; name the model alone, as in 'resnet(3)'` }
}

/**
 * @param name the model as a spec writes it: `mlp`, `resnet(3)`
 * @param dataset the dataset's name; by default the first dataset of the spec
 * @returns the reason why there is no such model, or undefined if a mistake in it was reported
 */
export function inspectModel(
  trees: readonly SyntaxTree[],
  registry: Registry,
  report: Report,
  name: string,
  dataset?: string,
): InspectedModel | { refusal: string } | undefined {
  const scope = buildScope([...trees], report)
  const context: Context = { registry, scope, report }
  const written = itemIn(name, report)
  if (written === undefined || 'refusal' in written) return written
  const { source, item } = written
  const called = item.type === 'call' ? item : undefined
  const model = scope.find('model', called?.name.text ?? name)
  const datasets = scope.all('dataset')
  const data = dataset === undefined ? datasets[0] : scope.find('dataset', dataset)
  const names = (kind: 'model' | 'dataset') =>
    scope
      .all(kind)
      .map((declared) => declared.name)
      .join(', ') || 'none'
  if (model === undefined) return { refusal: `no model \`${name}\`; known: ${names('model')}` }
  if (data === undefined) {
    return {
      refusal: `no dataset ${dataset ? `\`${dataset}\`` : 'to apply it to'}; known: ${names('dataset')}`,
    }
  }
  const place: Place = { ...context, source, variables: noVariables }
  const modelAlone = called
    ? instantiate(place, model, called.arguments, called.span)
    : withDefaults(context, model)
  if (called && modelAlone === undefined) return undefined
  const dataAlone = withDefaults(context, data)
  if (modelAlone === undefined || dataAlone === undefined) {
    const { name: asking } = modelAlone === undefined ? model : data
    return { refusal: `\`${asking}\` has parameters without defaults` }
  }
  const resolved = unlessUnusable(() => resolveDataset(context, dataAlone))
  const found = resolved && resolveModel(context, modelAlone, resolved)
  return found && { ...found, dataset: data.name, input: resolved.shape }
}
