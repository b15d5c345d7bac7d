/** @file Euclidean norms of a model's weights. */

import type { EngineSession } from '../engine/engine.js'
import type { Model } from '../models/model.js'
import { globalNorm } from './step.js'

/** The norm of each trainable weight, by its name. */
export async function weightNorms(
  { tf }: EngineSession,
  model: Model,
): Promise<Record<string, number>> {
  const weights = model.trainable
  if (weights.length === 0) return {}
  const stacked = tf.tidy(() => tf.stack(weights.map(({ variable }) => globalNorm(tf, [variable]))))
  const norms = await stacked.data()
  stacked.dispose()
  return Object.fromEntries(weights.map(({ name }, index) => [name, norms[index] ?? NaN]))
}

/** The norm of all trainable weights together, and of those of each layer. */
export async function normsByLayer(session: EngineSession, model: Model) {
  const norms = Object.values(await weightNorms(session, model))
  const layers = new Map<string, number>()
  for (const [index, { layer }] of model.trainable.entries()) {
    layers.set(layer, Math.hypot(layers.get(layer) ?? 0, norms[index] ?? NaN))
  }
  return { weightNorm: Math.hypot(...norms), layerNorms: [...layers.values()] }
}
