/** @file A kernel machine that fits all training labels. */

import type { Tensor2D } from '@tensorflow/tfjs-core'
import type { TensorFlow } from '../../engine/engine.js'
import type { ComputationInput } from '../../kinds/computation.js'
import { type RandomKey, deriveKey } from '../../random/key.js'
import type { FeatureMap } from './features.js'
import { gabor } from './gabor.js'
import { gaussianTiles } from './gaussian.js'
import { GramMatrix, addRows, rowsOf, taken, toDevice } from './gram-matrix.js'
import { errorOf, joined, oneHot, relabelled, shuffled } from './labelled.js'
import { pixels } from './pixels.js'
import { randomConvolution } from './random-convolution.js'
import { type SolverSettings, solve } from './solve.js'

interface KernelSettings extends SolverSettings {
  gamma: number
  features: 'none' | 'gabor' | 'random convolution'
  filters: number
  through: 'train' | 'both'
}

/** Computes the values that the computation `kernel` reports. */
export async function kernelMachine(
  parameters: KernelSettings,
  { session, data, key, progress }: ComputationInput,
): Promise<Record<string, number>> {
  if (data === undefined) throw new Error('internal: the kernel was given no data')
  const { tf } = await session()
  const { classes, test } = data
  const fitted =
    parameters.through === 'both'
      ? joined(data.train, relabelled(test, classes, deriveKey(key, 'random test labels')))
      : data.train
  // In random order, so that the first images are a random sample for the preconditioner.
  const train = shuffled(fitted, deriveKey(key, 'order of images'))
  const map = featureMap(tf, parameters, train.shape[2] ?? 1, key)
  const given = parameters.gamma === 0 ? undefined : parameters.gamma
  const { tiles, gamma } = await gaussianTiles(tf, map, train, test, given, (done) =>
    progress(0.4 * done, 'kernel matrix'),
  )
  const gram = new GramMatrix(tf, tiles.train, train.count)
  const labels = oneHot(train, classes)
  const { tolerance } = parameters
  await progress(0.4, 'preconditioner')
  const solution = await solve(tf, gram, labels, parameters, (iteration, residual) => {
    const share = Math.min(1, Math.log(residual) / Math.log(tolerance))
    const note = `iteration ${iteration}, residual ${residual.toExponential(1)}`
    return progress(0.4 + 0.6 * Math.max(0, share), note)
  })
  const alpha = solution.x
  const onTrain = await gram.multiply(alpha, classes)
  const onTest = await multiplyTiles(tf, tiles.test, alpha, {
    rows: test.count,
    inner: train.count,
    columns: classes,
  })
  const squaredNorm = alpha.reduce((sum, a, index) => sum + a * (onTrain[index] as number), 0)
  gram.dispose()
  tf.dispose(tiles.test)
  return {
    'train error': errorOf(onTrain, train.labels, classes),
    'test error': errorOf(onTest, test.labels, classes),
    norm: Math.sqrt(squaredNorm),
    residual: solution.residual,
    iterations: solution.iterations,
    gamma,
  }
}

function featureMap(
  tf: TensorFlow,
  { features, filters }: KernelSettings,
  channels: number,
  key: RandomKey,
): FeatureMap {
  switch (features) {
    case 'none':
      return pixels(tf)
    case 'gabor':
      return gabor(tf)
    case 'random convolution':
      return randomConvolution(tf, filters, channels, deriveKey(key, 'random convolution'))
  }
}

async function multiplyTiles(
  tf: TensorFlow,
  tiles: Tensor2D[][],
  v: Float64Array,
  { rows, inner, columns }: { rows: number; inner: number; columns: number },
): Promise<Float64Array> {
  const result = new Float64Array(rows * columns)
  for (const [i, row] of tiles.entries()) {
    for (const [j, tile] of row.entries()) {
      const part = tf.tidy(() => tf.matMul(tile, toDevice(tf, v, rowsOf(inner, j), columns)))
      addRows(result, i, columns, await taken(part))
    }
  }
  return result
}
