/** @file Bias and activation as the fused kernels take them. */

import { type TensorInfo, util } from '@tensorflow/tfjs-core'
import type { PortableBackend } from './backend.js'

/** The activations of TensorFlow.js' fused operations. */
export type Activation = 'linear' | 'relu' | 'relu6' | 'elu' | 'prelu' | 'leakyrelu' | 'sigmoid'

const codes: Partial<Record<Activation, number>> = { linear: 0, relu: 1 }

/** Whether a kernel can add `bias` to its n channels and apply `activation` itself. */
export function isFinishable(
  bias: TensorInfo | undefined,
  n: number,
  activation: Activation,
): boolean {
  const fits =
    bias === undefined || (util.sizeFromShape(bias.shape) === n && bias.shape.at(-1) === n)
  return fits && codes[activation] !== undefined
}

export function activationCode(activation: Activation): number {
  const code = codes[activation]
  if (code === undefined) throw new Error(`no kernel fuses ${activation}`)
  return code
}

/** The address of the bias, or 0 for none. */
export function biasOf(backend: PortableBackend, bias: TensorInfo | undefined): number {
  return bias === undefined ? 0 : backend.address(bias)
}
