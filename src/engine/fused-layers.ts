/**
 * @file Dense layers and convolutions with bias and ReLU as one kernel, also in training. TensorFlow.js' fused
 * operations split into three when gradients are recorded, each with a tensor to keep.
 */

import type { GradConfig, NamedTensorMap, Tensor } from '@tensorflow/tfjs-core'
import type { TensorFlow } from './engine.js'

type Fused = TensorFlow['fused']
type Convolution = Parameters<Fused['conv2d']>[0]
type Product = Parameters<Fused['matMul']>[0]

const plain = (value: unknown): value is Tensor =>
  typeof value === 'object' && value !== null && 'dtype' in value && value.dtype === 'float32'

const isSimple = ({ activation = 'linear', bias }: Convolution | Product, units: number): boolean =>
  (activation === 'linear' || activation === 'relu') &&
  (bias === undefined || (plain(bias) && bias.rank === 1 && bias.size === units))

/** TensorFlow.js with these two operations replaced; unusual arguments are left to the originals. */
export function withFusedLayers(tf: TensorFlow): TensorFlow {
  const run = (kernel: string, inputs: NamedTensorMap, attrs: object): Tensor =>
    tf.engine().runKernel(kernel, inputs, attrs as never)

  function conv2d(config: Convolution): Tensor {
    const { x, filter, bias, strides, pad, dataFormat = 'NHWC', dilations = [1, 1] } = config
    const usual =
      plain(x) &&
      plain(filter) &&
      x.rank === 4 &&
      filter.rank === 4 &&
      (x.shape as number[])[3] === filter.shape[2] &&
      isSimple(config, filter.shape[3] ?? 0) &&
      typeof pad === 'string' &&
      dataFormat === 'NHWC' &&
      tf.util.arraysEqual(
        [dilations].flat(),
        [dilations].flat().map(() => 1),
      )
    if (!usual) return tf.fused.conv2d(config)
    const inputs = { ...(plain(bias) && { bias }), x, filter }
    const { activation = 'linear' } = config
    return run('FusedConv2D', inputs, { strides, pad, dataFormat, dilations, activation })
  }

  function matMul(config: Product): Tensor {
    const { a, b, bias, transposeA = false, transposeB = false } = config
    const usual =
      plain(a) &&
      plain(b) &&
      (a as Tensor).rank === 2 &&
      (b as Tensor).rank === 2 &&
      !transposeA &&
      !transposeB &&
      a.shape[1] === b.shape[0] &&
      isSimple(config, b.shape[1] ?? 0)
    if (!usual) return tf.fused.matMul(config)
    const inputs = { ...(plain(bias) && { bias }), a, b }
    const { activation = 'linear' } = config
    return run('_FusedMatMul', inputs, { transposeA, transposeB, activation })
  }

  return { ...tf, fused: { ...tf.fused, conv2d: conv2d as Fused['conv2d'], matMul } }
}

/**
 * Registers the gradients of the two kernels. Each is computed only if it is needed; the bias' comes first, while
 * the gradient before the activation is in cache.
 */
export function registerFusedGradients(tf: TensorFlow): void {
  const run = (kernel: string, inputs: NamedTensorMap, attrs: object = {}): Tensor =>
    tf.engine().runKernel(kernel, inputs, attrs as never)
  /** The gradient before the activation. */
  const before = (dy: Tensor, y: Tensor, attrs: object): Tensor =>
    'activation' in attrs && attrs.activation === 'relu' ? run('ReluGradient', { a: dy, b: y }) : dy
  const sumOfRows = (dz: Tensor): Tensor =>
    tf.getKernel('SumOfRows', tf.getBackend()) === undefined
      ? tf.sum(
          dz,
          dz.shape.slice(0, -1).map((_, axis) => axis),
        )
      : run('SumOfRows', { x: dz })

  const convolution: GradConfig = {
    kernelName: 'FusedConv2D',
    inputsToSave: ['x', 'filter'],
    outputsToSave: [true],
    gradFunc: (dy, saved, attrs) => {
      const [x, filter, y] = saved as [Tensor, Tensor, Tensor]
      const dz = before(dy as Tensor, y, attrs)
      return {
        x: () => run('Conv2DBackpropInput', { dy: dz, filter }, { ...attrs, inputShape: x.shape }),
        filter: () =>
          run('Conv2DBackpropFilter', { x, dy: dz }, { ...attrs, filterShape: filter.shape }),
        bias: () => sumOfRows(dz),
      }
    },
  }
  const product: GradConfig = {
    kernelName: '_FusedMatMul',
    inputsToSave: ['a', 'b'],
    outputsToSave: [true],
    gradFunc: (dy, saved, attrs) => {
      const [a, b, y] = saved as [Tensor, Tensor, Tensor]
      const dz = before(dy as Tensor, y, attrs)
      return {
        a: () => tf.matMul(dz, b, false, true),
        b: () => tf.matMul(a, dz, true, false),
        bias: () => sumOfRows(dz),
      }
    },
  }
  tf.registerGradient(convolution)
  tf.registerGradient(product)
}
