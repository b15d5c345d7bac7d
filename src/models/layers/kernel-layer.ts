/** @file The common part of layers with a kernel: initial values, bias, activation, window. */

import type { Tensor } from '@tensorflow/tfjs-core'
import type { TensorFlow } from '../../engine/engine.js'
import type { Initializer, WeightSpec } from '../../kinds/layer.js'
import { choice, number, size } from '../../kinds/parameter.js'
import { type Shape, ShapeError, formatShape } from '../../kinds/shape.js'

const initializers = [
  ...['glorot uniform', 'glorot normal', 'he uniform', 'he normal', 'lecun uniform'],
  ...['lecun normal', 'truncated normal', 'normal', 'constant'],
] as const

/** The parameters after `dense 512` or `conv 3x3 64`. */
export const kernelParameters = {
  init: choice(initializers, {
    doc: 'how the kernel starts',
    named: true,
    default: 'glorot uniform',
  }),
  sd: number({
    doc: 'standard deviation of `init normal` and `init truncated normal`',
    named: true,
    min: 0,
    default: 0.05,
  }),
  value: number({ doc: 'value of `init constant`', named: true, default: 0 }),
  initialBias: number({ doc: 'what the bias starts with', named: true, default: 0 }),
  bias: choice(['learned', 'none'], {
    doc: 'whether there is a bias',
    named: true,
    default: 'learned',
  }),
}

interface KernelValues {
  init: (typeof initializers)[number]
  sd: number
  value: number
  initialBias: number
  bias: 'learned' | 'none'
}

export function kernelSpec(
  { init, sd, value }: KernelValues,
  shape: Shape,
  fans?: WeightSpec['fans'],
): WeightSpec {
  const initializer = initializerOf(init, sd, value)
  return { shape, initializer, trainable: true, kernel: true, ...(fans && { fans }) }
}

export function biasSpec({ bias, initialBias }: KernelValues, outputs: number) {
  const initializer: Initializer = { type: 'constant', value: initialBias }
  const spec: WeightSpec = { shape: [outputs], initializer, trainable: true }
  return bias === 'none' ? {} : { bias: spec }
}

function initializerOf(init: KernelValues['init'], sd: number, value: number): Initializer {
  switch (init) {
    case 'constant':
      return { type: 'constant', value }
    case 'normal':
    case 'truncated normal':
      return { type: init, sd }
    default: {
      const [rule, distribution] = init.split(' ') as ['he', 'normal']
      return { type: 'scaled', rule, distribution }
    }
  }
}

const functions = {
  relu: (tf: TensorFlow, x: Tensor) => tf.relu(x),
  'leaky-relu': (tf: TensorFlow, x: Tensor) => tf.leakyRelu(x, 0.01),
  elu: (tf: TensorFlow, x: Tensor) => tf.elu(x),
  sigmoid: (tf: TensorFlow, x: Tensor) => tf.sigmoid(x),
  softplus: (tf: TensorFlow, x: Tensor) => tf.softplus(x),
  swish: (tf: TensorFlow, x: Tensor) => tf.mul(x, tf.sigmoid(x)),
  tanh: (tf: TensorFlow, x: Tensor) => tf.tanh(x),
}

export type ActivationName = keyof typeof functions

export const activationNames = Object.keys(functions) as ActivationName[]

export const activationParameter = choice(['linear', ...activationNames] as const, {
  doc: 'applied to the outputs',
  default: 'linear',
})

export function activate(tf: TensorFlow, x: Tensor, name: 'linear' | ActivationName): Tensor {
  return name === 'linear' ? x : functions[name](tf, x)
}

/** The activations for which an engine has a fused form. */
export function isFused(name: 'linear' | ActivationName): name is 'linear' | 'relu' {
  return name === 'linear' || name === 'relu'
}

/** The parameters of layers that move a window over an image. */
export const windowParameters = {
  stride: size({ doc: 'rows and columns from window to window', named: true, default: [1, 1] }),
  padding: choice(['same', 'valid'], {
    doc: 'same: windows reach over the edge, so that only the stride shrinks the image, with what is odd below and to the right (as in TensorFlow); valid: they do not',
    named: true,
    default: 'same',
  }),
}

/** The parameters of every convolution after the window and the filters. */
export const convolutionParameters = {
  activation: activationParameter,
  ...windowParameters,
  ...kernelParameters,
}

/**
 * The height and width of the output of a window.
 * @throws ShapeError if the input is no image or too small
 */
export function windowOutput(
  window: readonly number[],
  stride: readonly number[],
  padding: 'same' | 'valid',
  input: Shape,
): [number, number] {
  if (input.length !== 3) throw new ShapeError(`takes images, not ${formatShape(input)}`)
  const length = (axis: 0 | 1) => {
    const [have, need, step] = [input[axis] ?? 0, window[axis] ?? 1, stride[axis] ?? 1]
    if (step < 1 || need < 1) throw new ShapeError('needs a window and a stride of at least 1')
    if (padding === 'same') return Math.ceil(have / step)
    if (need > have) {
      const [wanted, found] = [formatShape([...window]), formatShape(input.slice(0, 2))]
      throw new ShapeError(`cannot put a window of ${wanted} into ${found}`)
    }
    return Math.floor((have - need) / step) + 1
  }
  return [length(0), length(1)]
}
