/** @file The Gaussian kernel exp(-gamma |x - x'|^2) between all points of one or two sets. */

import type { Tensor1D, Tensor2D } from '@tensorflow/tfjs-core'
import type { TensorFlow } from '../../engine/engine.js'
import type { Images } from '../../kinds/images.js'
import type { FeatureMap } from './features.js'
import { rowsOf, taken, tileSize } from './gram-matrix.js'

export interface KernelTiles {
  /** Between the training images: [i][j] for j <= i. */
  train: Tensor2D[][]
  /** Between test images and training images: [i][j]. */
  test: Tensor2D[][]
}

/** Inner products and squared lengths, summed over chunks of features. */
interface Products {
  train: Tensor2D[][]
  test: Tensor2D[][]
  trainSquares: Tensor1D[]
  testSquares: Tensor1D[]
}

/** @param gamma the kernel's gamma; by default 2 / the median squared distance between two images */
export async function gaussianTiles(
  tf: TensorFlow,
  map: FeatureMap,
  train: Images,
  test: Images,
  gamma: number | undefined,
  onChunk: (done: number) => Promise<void>,
): Promise<{ tiles: KernelTiles; gamma: number }> {
  let sums: Products | undefined
  for (let chunk = 0; chunk < map.chunks; chunk++) {
    sums = addProducts(tf, sums, features(tf, map, chunk, train), features(tf, map, chunk, test))
    await onChunk((chunk + 1) / map.chunks)
  }
  if (sums === undefined) throw new Error('internal: a feature map has no chunks')
  const { trainSquares, testSquares } = sums
  const scale = gamma ?? 2 / (await medianDistance(tf, sums))
  const finish = (tiles: Tensor2D[][], squares: Tensor1D[]) =>
    tiles.map((row, i) =>
      row.map((tile, j) =>
        toKernel(tf, tile, squares[i] as Tensor1D, trainSquares[j] as Tensor1D, scale),
      ),
    )
  const tiles = { train: finish(sums.train, trainSquares), test: finish(sums.test, testSquares) }
  tf.dispose([...trainSquares, ...testSquares])
  return { tiles, gamma: scale }
}

/** The features of a chunk, by rows of tiles. */
function features(tf: TensorFlow, map: FeatureMap, chunk: number, images: Images): Tensor2D[] {
  const imageSize = images.shape.reduce((product, length) => product * length, 1)
  return Array.from({ length: Math.ceil(images.count / tileSize) }, (_, tile) => {
    const { start, end } = rowsOf(images.count, tile)
    return tf.tidy(() => {
      const pixels = images.pixels.subarray(start * imageSize, end * imageSize)
      const [height = 1, width = 1, channels = 1] = images.shape
      return map.chunk(chunk, tf.tensor4d(pixels, [end - start, height, width, channels]))
    })
  })
}

/** Adds a chunk's products to the sums tile by tile, since memory could not hold a second full matrix. */
function addProducts(
  tf: TensorFlow,
  sums: Products | undefined,
  train: Tensor2D[],
  test: Tensor2D[],
): Products {
  const onto = <T extends Tensor1D | Tensor2D>(sum: T | undefined, product: T): T => {
    if (sum === undefined) return product
    const total = tf.add(sum, product) as T
    tf.dispose([sum, product])
    return total
  }
  const row = (sum: Tensor2D[] | undefined, left: Tensor2D, right: readonly Tensor2D[]) =>
    right.map((part, j) => onto(sum?.[j], tf.matMul<Tensor2D>(left, part, false, true)))
  const squares = (sum: Tensor1D[] | undefined, parts: readonly Tensor2D[]) =>
    parts.map((part, i) =>
      onto(
        sum?.[i],
        tf.tidy(() => tf.sum(tf.square(part), 1) as Tensor1D),
      ),
    )
  const result = {
    train: train.map((left, i) => row(sums?.train[i], left, train.slice(0, i + 1))),
    test: test.map((left, i) => row(sums?.test[i], left, train)),
    trainSquares: squares(sums?.trainSquares, train),
    testSquares: squares(sums?.testSquares, test),
  }
  tf.dispose([...train, ...test])
  return result
}

/** Turns inner products into values of the kernel; disposes of the products. */
function toKernel(
  tf: TensorFlow,
  inner: Tensor2D,
  left: Tensor1D,
  right: Tensor1D,
  gamma: number,
): Tensor2D {
  const kernel = tf.tidy(() => tf.exp(tf.mul(squaredDistances(tf, inner, left, right), -gamma)))
  inner.dispose()
  return kernel as Tensor2D
}

function squaredDistances(tf: TensorFlow, inner: Tensor2D, left: Tensor1D, right: Tensor1D) {
  const lengths = tf.add(tf.expandDims(left, 1), tf.expandDims(right, 0))
  return tf.relu(tf.sub(lengths, tf.mul(inner, 2)))
}

/** The median squared distance between the first 2,000 training images. */
async function medianDistance(tf: TensorFlow, { train, trainSquares }: Products): Promise<number> {
  const [[tile] = [], [squares]] = [train[0], trainSquares]
  if (tile === undefined || squares === undefined) throw new Error('internal: there are no tiles')
  const count = Math.min(2000, tile.shape[0])
  const distances = await taken(
    tf.tidy(() => {
      const lengths = tf.slice1d(squares, 0, count)
      return squaredDistances(tf, tf.slice2d(tile, [0, 0], [count, count]), lengths, lengths)
    }),
  )
  const apart = distances.filter((_, index) => index % count < Math.floor(index / count)).sort()
  return apart[Math.floor(apart.length / 2)] ?? NaN
}
