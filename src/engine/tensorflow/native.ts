/** @file TensorFlow's operations on float tensors, one function for each. */

import type { Tensor, TensorInfo } from '@tensorflow/tfjs-core'
import type { TensorFlow } from '../engine.js'
import type { Attribute, NodeBackend } from './backend.js'
import { attributes } from './backend.js'

export type Native = ReturnType<typeof nativeOperations>

export interface NativeWindow {
  size: [number, number]
  strides: [number, number]
  padding: 'same' | 'valid'
}

/**
 * Calls TensorFlow's operations by name. Some have faster forms, fused or oneDNN's, which TensorFlow
 * itself uses only in graphs. They are used here if this TensorFlow has them for this device.
 */
export function nativeOperations(tf: TensorFlow, backend: NodeBackend, usesOneDNN: boolean) {
  const { string, int, float, bool, type, floats, channelsLast } = attributes(backend.binding)
  // Kernels of oneDNN are registered under this label.
  const oneDNN = string('_kernel', 'MklNameChangeOp')

  const one = (name: string, settings: Attribute[], inputs: TensorInfo[]): Tensor =>
    backend.executeSingleOutput(name, settings, inputs)
  const many = (name: string, settings: Attribute[], inputs: TensorInfo[], outputs: number) =>
    backend.executeMultipleOutputs(name, settings, inputs, outputs)

  const convolution = ([height, width]: [number, number], padding: 'same' | 'valid') => [
    floats,
    channelsLast,
    int('strides', [1, height, width, 1]),
    string('padding', padding.toUpperCase()),
    int('explicit_paddings', []),
    int('dilations', [1, 1, 1, 1]),
  ]
  const pooling = ({ size, strides, padding }: NativeWindow) => [
    floats,
    channelsLast,
    int('ksize', [1, ...size, 1]),
    int('strides', [1, ...strides, 1]),
    string('padding', padding.toUpperCase()),
  ]

  const workspacePooling = (window: NativeWindow) => [
    ...pooling(window),
    oneDNN,
    int('explicit_paddings', []),
    bool('workspace_enabled', true),
  ]

  /** Convolution with bias and optional ReLU, as the one operation of the given name. */
  const fusedConvolution =
    (name: string, extra: Attribute[]) =>
    (inputs: [TensorInfo, TensorInfo, TensorInfo], settings: Attribute[], relu: boolean): Tensor =>
      one(
        name,
        [
          ...settings,
          ...extra,
          int('num_args', 1),
          { ...type('TArgs', 0), value: [backend.binding.TF_FLOAT] },
          string('fused_ops', relu ? ['BiasAdd', 'Relu'] : ['BiasAdd']),
          float('epsilon', 0),
          float('leakyrelu_alpha', 0),
        ],
        inputs,
      )

  const pixel = tf.tensor4d([2], [1, 1, 1, 1])
  const shift = tf.tensor1d([-5])
  const onePixel: NativeWindow = { size: [1, 1], strides: [1, 1], padding: 'same' }
  /** True if an operation exists and computes a known number; versions and devices have different operations. */
  const gives = (expected: number, compute: () => Tensor | undefined): boolean => {
    try {
      return tf.tidy(() => compute()?.dataSync()[0] === expected)
    } catch {
      return false
    }
  }
  const convolve = [
    ...(usesOneDNN
      ? [fusedConvolution('_MklNativeFusedConv2D', [oneDNN, bool('is_filter_const', false)])]
      : []),
    fusedConvolution('_FusedConv2D', []),
  ].find((fused) => {
    const once = (relu: boolean) => () =>
      fused([pixel, pixel, shift], convolution([1, 1], 'same'), relu)
    return gives(-1, once(false)) && gives(0, once(true))
  })
  const keepsWorkspace =
    usesOneDNN &&
    gives(2, () => many('_MklNativeMaxPool', workspacePooling(onePixel), [pixel], 2)[0])
  tf.dispose([pixel, shift])

  const relu = (x: TensorInfo) => one('Relu', [floats], [x])
  const biasAdd = (x: TensorInfo, bias: TensorInfo) =>
    one('BiasAdd', [floats, channelsLast], [x, bias])

  return {
    fusesConvolution: convolve !== undefined,
    relu,
    biasAdd,

    /** dy if y is positive, else 0. */
    reluGradient: (dy: TensorInfo, y: TensorInfo) => one('ReluGrad', [floats], [dy, y]),

    /** Sum over all axes but the last. */
    biasGradient: (dy: TensorInfo) => one('BiasAddGrad', [floats, channelsLast], [dy]),

    /** The product of a and b, each optionally transposed. */
    matMul(a: TensorInfo, b: TensorInfo, transposeA: boolean, transposeB: boolean): Tensor {
      // The batched form multiplies by a transpose 1.6 times as fast here.
      return transposeB
        ? one('BatchMatMulV2', [floats, bool('adj_x', transposeA), bool('adj_y', true)], [a, b])
        : one(
            'MatMul',
            [floats, bool('transpose_a', transposeA), bool('transpose_b', false)],
            [a, b],
          )
    },

    /** Convolution with optional bias and optional ReLU. */
    conv2d(
      x: TensorInfo,
      filter: TensorInfo,
      bias: TensorInfo | undefined,
      strides: [number, number],
      padding: 'same' | 'valid',
      activation: 'linear' | 'relu',
    ): Tensor {
      if (bias !== undefined && convolve !== undefined) {
        return convolve([x, filter, bias], convolution(strides, padding), activation === 'relu')
      }
      const sums = one('Conv2D', convolution(strides, padding), [x, filter])
      const shifted = bias === undefined ? sums : biasAdd(sums, bias)
      return activation === 'relu' ? relu(shifted) : shifted
    },

    conv2dInputGradient: (
      dy: TensorInfo,
      filter: TensorInfo,
      shape: number[],
      strides: [number, number],
      padding: 'same' | 'valid',
    ) =>
      one('Conv2DBackpropInput', convolution(strides, padding), [
        tf.tensor1d(shape, 'int32'),
        filter,
        dy,
      ]),

    conv2dFilterGradient: (
      dy: TensorInfo,
      x: TensorInfo,
      shape: number[],
      strides: [number, number],
      padding: 'same' | 'valid',
    ) =>
      one('Conv2DBackpropFilter', convolution(strides, padding), [
        x,
        tf.tensor1d(shape, 'int32'),
        dy,
      ]),

    /** The maxima and, from oneDNN, their positions. */
    maxPool: (x: TensorInfo, window: NativeWindow): Tensor[] =>
      keepsWorkspace
        ? many('_MklNativeMaxPool', workspacePooling(window), [x], 2)
        : [one('MaxPool', pooling(window), [x])],

    maxPoolGradient: (
      dy: TensorInfo,
      x: TensorInfo,
      y: TensorInfo,
      workspace: TensorInfo | undefined,
      window: NativeWindow,
    ) =>
      workspace === undefined
        ? one('MaxPoolGrad', pooling(window), [x, y, dy])
        : one('_MklNativeMaxPoolGrad', workspacePooling(window), [x, y, dy, workspace]),

    /** @returns the loss of each row and its gradient with respect to the logits */
    softmaxCrossEntropy: (logits: TensorInfo, labels: TensorInfo) =>
      many('SoftmaxCrossEntropyWithLogits', [floats], [logits, labels], 2) as [Tensor, Tensor],

    /** @returns y, mean, unbiased variance, and the tensors that the gradient needs */
    batchNorm: (x: TensorInfo, scale: TensorInfo, offset: TensorInfo, epsilon: number) => {
      const none = tf.tensor1d([])
      const settings = [
        ...[floats, type('U', backend.binding.TF_FLOAT), float('epsilon', epsilon), channelsLast],
        ...[bool('is_training', true), float('exponential_avg_factor', 1)],
      ]
      return many('FusedBatchNormV3', settings, [x, scale, offset, none, none], 6)
    },

    /** @returns the gradients with respect to x, scale and offset */
    batchNormGradient: (
      dy: TensorInfo,
      x: TensorInfo,
      scale: TensorInfo,
      reserved: TensorInfo[],
      epsilon: number,
    ) =>
      many(
        'FusedBatchNormGradV3',
        [
          ...[floats, type('U', backend.binding.TF_FLOAT), float('epsilon', epsilon)],
          ...[channelsLast, bool('is_training', true)],
        ],
        [dy, x, scale, ...reserved],
        5,
      ).slice(0, 3) as [Tensor, Tensor, Tensor],
  }
}
