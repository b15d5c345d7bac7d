/** @file Bias and activation of the fused kernels. */

import { type TensorInfo, util } from '@tensorflow/tfjs-core'
import type { Code } from './arguments.js'
import { codes } from './signatures.js'

/** The activations of TensorFlow.js' fused operations. */
export type Activation = 'linear' | 'relu' | 'relu6' | 'elu' | 'prelu' | 'leakyrelu' | 'sigmoid'

const fused: Partial<Record<Activation, Code<'Activation'>>> = {
  linear: codes.Activation.LINEAR,
  relu: codes.Activation.RELU,
}

/** True if a kernel can add `bias` to its n channels and apply `activation` itself. */
export function isFinishable(
  bias: TensorInfo | undefined,
  n: number,
  activation: Activation,
): boolean {
  const fits =
    bias === undefined || (util.sizeFromShape(bias.shape) === n && bias.shape.at(-1) === n)
  return fits && fused[activation] !== undefined
}

export function activationCode(activation: Activation): Code<'Activation'> {
  const code = fused[activation]
  if (code === undefined) throw new Error(`no kernel fuses ${activation}`)
  return code
}
