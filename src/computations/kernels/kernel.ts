import type { Tensor2D } from '@tensorflow/tfjs-core'
import type { TensorFlow } from '../../engine/engine.js'
import { defineComputation } from '../../kinds/computation.js'
import { choice, integer, number } from '../../kinds/parameter.js'
import { elements } from '../../kinds/shape.js'
import { type RandomKey, deriveKey } from '../../random/key.js'
import type { FeatureMap } from './features.js'
import { gabor } from './gabor.js'
import { gaussianTiles } from './gaussian.js'
import { GramMatrix, addRows, rowsOf, toDevice } from './gram-matrix.js'
import { errorOf, joined, oneHot, relabelled, shuffled } from './labelled.js'
import { pixels } from './pixels.js'
import { randomConvolution } from './random-convolution.js'
import { mostSolvedExactly, solve } from './solve.js'

/** Solves (K + ridge) alpha = Y for one-hot labels Y, and classifies by the largest output. */
export const kernel = defineComputation({
  name: 'kernel',
  summary: 'a kernel machine through all training labels: the minimum-norm interpolant',
  source: 'Zhang et al. 2017, section 5, equation 3 and table 3',
  on: 'dataset',
  parameters: {
    shape: choice(['gaussian'], { doc: "exp(-gamma |x - x'|^2)" }),
    gamma: number({
      doc: 'of the Gaussian; 0 stands for 2 / the median squared distance between two images',
      named: true,
      min: 0,
      default: 0,
    }),
    ridge: number({
      doc: 'l2 regularisation, added to the diagonal',
      named: true,
      min: 0,
      default: 0,
    }),
    features: choice(['none', 'gabor', 'random convolution'], {
      doc: 'what the kernel compares',
      named: true,
      default: 'none',
    }),
    filters: integer({ doc: 'of the random convolution', named: true, min: 1, default: 1000 }),
    solved: choice(['iteratively', 'exactly'], {
      doc: `by preconditioned conjugate gradients, or in double precision by Cholesky up to ${mostSolvedExactly} images`,
      named: true,
      default: 'iteratively',
    }),
    tolerance: number({ doc: 'relative residual to end at', named: true, min: 0, default: 1e-4 }),
    landmarks: integer({
      doc: 'images of the preconditioner; 0 stands for a tenth of all, at most 2,000',
      named: true,
      min: 0,
      default: 0,
    }),
    through: choice(['train', 'both'], {
      doc: 'the splits whose labels it fits; those of the test images are drawn at random, which gives another interpolant of the training labels',
      named: true,
      default: 'train',
    }),
  },
  measures: {
    'train error': { summary: '1 - accuracy on the training images', unit: 'fraction' },
    'test error': { summary: '1 - accuracy on the test images', unit: 'fraction' },
    norm: { summary: 'sqrt(tr(alpha K alpha)), in the space of the kernel', unit: 'number' },
    residual: { summary: '|Y - (K + ridge) alpha| / |Y|', unit: 'number' },
    iterations: { summary: 'of conjugate gradients', unit: 'number' },
    gamma: { summary: 'of the Gaussian', unit: 'number' },
  },

  work: ({ features, filters }, { dataset }) => {
    const { train = 0, test = 0, shape = [] } = dataset ?? {}
    const pixels = elements(shape)
    const compared = features === 'random convolution' ? 8 * filters : pixels
    const convolution = features === 'random convolution' ? 2 * 36 * filters * pixels : 0
    const pairs = train * (train / 2 + test)
    const iterations = 100
    return {
      flops:
        2 * compared * pairs + convolution * (train + test) + iterations * 2 * 10 * train * train,
      memory: 4 * pairs + 4 * (pixels + 250 * 8) * (train + test),
    }
  },

  async compute(parameters, { session, data, key, progress }) {
    if (data === undefined) throw new Error('internal: the kernel was given no data')
    const { tf } = await session()
    const { classes, test } = data
    const fitted =
      parameters.through === 'both'
        ? joined(data.train, relabelled(test, classes, deriveKey(key, 'random test labels')))
        : data.train
    // In random order, so that the first images can stand for all in the preconditioner.
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
    const onTrain = gram.multiply(alpha, classes)
    const onTest = multiplyTiles(tf, tiles.test, alpha, {
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
  },
})

function featureMap(
  tf: TensorFlow,
  { features, filters }: { features: 'none' | 'gabor' | 'random convolution'; filters: number },
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

function multiplyTiles(
  tf: TensorFlow,
  tiles: Tensor2D[][],
  v: Float64Array,
  { rows, inner, columns }: { rows: number; inner: number; columns: number },
): Float64Array {
  const result = new Float64Array(rows * columns)
  tiles.forEach((row, i) => {
    row.forEach((tile, j) => {
      const part = tf.tidy(() =>
        tf.matMul(tile, toDevice(tf, v, rowsOf(inner, j), columns)).dataSync(),
      )
      addRows(result, i, columns, part)
    })
  })
  return result
}
