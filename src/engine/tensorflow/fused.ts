/** @file TensorFlow.js with TensorFlow's fused operations and their gradients instead of composed ones. */

import type {
  NamedTensorMap,
  Tensor,
  Tensor2D,
  Tensor3D,
  Tensor4D,
  TensorInfo,
} from '@tensorflow/tfjs-core'
import type { TensorFlow } from '../engine.js'
import { lazily } from './lazily.js'
import type { Native, NativeWindow } from './native.js'

type MatMulOptions = Parameters<TensorFlow['fused']['matMul']>[0]
type ConvOptions = Parameters<TensorFlow['fused']['conv2d']>[0]

interface ConvAttributes {
  strides: [number, number]
  padding: 'same' | 'valid'
  activation: 'linear' | 'relu'
}

const dense = 'genspec.dense'
const convolution = 'genspec.convolution'

/**
 * The functions of tfjs-core, some of them faster. Operations without a fused form in TensorFlow are left to
 * tfjs-core, whose fused functions split into small operations when gradients are recorded.
 */
export function fusedTensorFlow(tf: TensorFlow, native: Native): TensorFlow {
  registerDense(tf, native)
  registerConvolution(tf, native)
  const run = (kernel: string, inputs: Record<string, unknown>, settings: object) =>
    tf.engine().runKernel(kernel, inputs as NamedTensorMap, { ...settings })

  const relu = tf.customGrad((x, save) => {
    const y = native.relu(x as Tensor)
    ;(save as (tensors: Tensor[]) => void)([y])
    return { value: y, gradFunc: (dy, saved) => native.reluGradient(dy, (saved as [Tensor])[0]) }
  })

  function matMul(options: MatMulOptions): Tensor {
    const { a, b, bias, transposeA = false, transposeB = false, activation = 'linear' } = options
    if (
      !(isMatrix(tf, a) && isMatrix(tf, b) && isFused(activation)) ||
      (bias !== undefined && !isVector(tf, bias)) ||
      transposeA ||
      transposeB
    ) {
      return tf.fused.matMul(options)
    }
    return run(dense, { a, b, ...(bias && { bias }) }, { activation }) as Tensor
  }

  function conv2d<T extends Tensor3D | Tensor4D>(options: ConvOptions): T {
    const {
      x,
      filter,
      pad,
      dataFormat = 'NHWC',
      dilations = 1,
      bias,
      activation = 'linear',
    } = options
    if (
      !(isImages(tf, x) && isFused(activation) && (pad === 'same' || pad === 'valid')) ||
      (bias !== undefined && !isVector(tf, bias)) ||
      dataFormat !== 'NHWC' ||
      dilations !== 1
    ) {
      return tf.fused.conv2d(options) as T
    }
    const settings: ConvAttributes = { strides: pair(options.strides), padding: pad, activation }
    return run(convolution, { x, filter, ...(bias && { bias }) }, settings) as unknown as T
  }

  const maxPool: TensorFlow['maxPool'] = (x, size, strides, pad, rounding) => {
    if (!isImages(tf, x) || (pad !== 'same' && pad !== 'valid')) {
      return tf.maxPool(x, size, strides, pad, rounding)
    }
    const window: NativeWindow = { size: pair(size), strides: pair(strides), padding: pad }
    const pool = tf.customGrad((input, save) => {
      const [y, ...workspace] = native.maxPool(input as Tensor, window) as [Tensor, ...Tensor[]]
      ;(save as (tensors: Tensor[]) => void)([input as Tensor, y, ...workspace])
      return {
        value: y,
        gradFunc: (dy, saved) => {
          const [from, to, where] = saved as [Tensor, Tensor, Tensor | undefined]
          return native.maxPoolGradient(dy, from, to, where, window)
        },
      }
    })
    return pool(x) as typeof x
  }

  return {
    ...tf,
    maxPool,
    relu: ((x: Tensor) => (isFloats(tf, x) ? relu(x) : tf.relu(x))) as TensorFlow['relu'],
    conv2d: (x, filter, strides, pad, dataFormat = 'NHWC', dilations = 1, rounding) =>
      isImages(tf, x) && pad === 'same' && dataFormat === 'NHWC' && dilations === 1
        ? conv2d({ x: x as Tensor4D, filter: filter as Tensor4D, strides, pad })
        : tf.conv2d(x, filter, strides, pad, dataFormat, dilations, rounding),
    matMul: (a, b, transposeA = false, transposeB = false) =>
      isMatrix(tf, a) && isMatrix(tf, b) && !transposeA && !transposeB
        ? (matMul({ a, b }) as never)
        : tf.matMul(a, b, transposeA, transposeB),
    fused: { ...tf.fused, matMul, conv2d },
  }
}

function isFloats(tf: TensorFlow, x: unknown): x is Tensor {
  return x instanceof tf.Tensor && x.dtype === 'float32'
}
const isVector = (tf: TensorFlow, x: unknown) => isFloats(tf, x) && x.rank === 1
const isMatrix = (tf: TensorFlow, x: unknown): x is Tensor2D => isFloats(tf, x) && x.rank === 2
const isImages = (tf: TensorFlow, x: unknown): x is Tensor4D => isFloats(tf, x) && x.rank === 4
const isFused = (activation: string) => activation === 'linear' || activation === 'relu'
const pair = (value: number | [number, number]): [number, number] =>
  typeof value === 'number' ? [value, value] : value

/** activation(a b + bias). A kernel, unlike a custom gradient, computes only the gradients that are needed. */
function registerDense(tf: TensorFlow, native: Native): void {
  register<Pick<ConvAttributes, 'activation'>>(tf, {
    name: dense,
    inputs: ['a', 'b'],
    forward: ([a, b], bias, { activation }) => {
      const product = native.matMul(a, b, false, false)
      const shifted = bias === undefined ? product : native.biasAdd(product, bias)
      return activation === 'relu' ? native.relu(shifted) : shifted
    },
    backward: (dy, [a, b, y], { activation }) => {
      const gradient = lazily(() => [activation === 'relu' ? native.reluGradient(dy, y) : dy])
      return {
        a: () => native.matMul(gradient()[0], b, false, true),
        b: () => native.matMul(a, gradient()[0], true, false),
        bias: () => native.biasGradient(gradient()[0]),
      }
    },
  })
}

/** activation(x * filter + bias) */
function registerConvolution(tf: TensorFlow, native: Native): void {
  register<ConvAttributes>(tf, {
    name: convolution,
    inputs: ['x', 'filter'],
    forward: ([x, filter], bias, { strides, padding, activation }) =>
      native.conv2d(x, filter, bias, strides, padding, activation),
    backward: (dy, [x, filter, y], { strides, padding, activation }) => {
      const gradient = lazily(() => [activation === 'relu' ? native.reluGradient(dy, y) : dy])
      return {
        x: () => native.conv2dInputGradient(gradient()[0], filter, x.shape, strides, padding),
        filter: () => native.conv2dFilterGradient(gradient()[0], x, filter.shape, strides, padding),
        bias: () => native.biasGradient(gradient()[0]),
      }
    },
  })
}

interface Kernel<Attributes> {
  name: string
  /** The inputs whose values the gradient needs, besides the output; a bias is not among them. */
  inputs: [string, string]
  forward(
    inputs: [TensorInfo, TensorInfo],
    bias: TensorInfo | undefined,
    attributes: Attributes,
  ): Tensor
  backward(
    dy: Tensor,
    saved: [Tensor, Tensor, Tensor],
    attributes: Attributes,
  ): Record<string, () => Tensor>
}

/** Registers an operation of this engine and its gradient with TensorFlow.js. */
function register<Attributes>(tf: TensorFlow, kernel: Kernel<Attributes>): void {
  tf.registerKernel({
    kernelName: kernel.name,
    backendName: 'tensorflow',
    kernelFunc: ({ inputs, attrs }) => {
      const named = inputs as Record<string, TensorInfo>
      const saved = kernel.inputs.map((name) => named[name]) as [TensorInfo, TensorInfo]
      return kernel.forward(saved, named['bias'], attrs as Attributes)
    },
  })
  tf.registerGradient({
    kernelName: kernel.name,
    inputsToSave: kernel.inputs,
    outputsToSave: [true],
    gradFunc: (dy, saved, attrs) =>
      kernel.backward(dy as Tensor, saved as [Tensor, Tensor, Tensor], attrs as Attributes),
  })
}
