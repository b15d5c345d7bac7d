/** @file One model of a spec by itself, as it is on one of the spec's datasets. */

import type { Report } from '../diagnostics/diagnostic.js'
import type { Registry } from '../kinds/registry.js'
import type { Shape } from '../kinds/shape.js'
import type { SyntaxTree } from '../language/tree.js'
import { type ResolvedModel, resolveModel } from './model/model.js'
import type { Context } from './resolve/context.js'
import { resolveDataset, unlessUnusable } from './resolve/dataset.js'
import { withDefaults } from './resolve/instantiate.js'
import { buildScope } from './resolve/scope.js'

export interface InspectedModel extends ResolvedModel {
  dataset: string
  input: Shape
}

/**
 * @param dataset its name; the first of the spec where it is left out
 * @returns why there is no such model, or nothing where what is wrong with it was reported
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
  const model = scope.find('model', name)
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
  const [modelAlone, dataAlone] = [withDefaults(context, model), withDefaults(context, data)]
  if (modelAlone === undefined || dataAlone === undefined) {
    const { name: asking } = modelAlone === undefined ? model : data
    return { refusal: `\`${asking}\` has parameters without defaults` }
  }
  const resolved = unlessUnusable(() => resolveDataset(context, dataAlone))
  const found = resolved && resolveModel(context, modelAlone, resolved)
  return found && { ...found, dataset: data.name, input: resolved.shape }
}
