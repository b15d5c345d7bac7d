/** @file Initial values of weights. */

import type { WeightSpec } from '../kinds/layer.js'
import { elements } from '../kinds/shape.js'
import { type RandomKey, RandomStream } from '../random/key.js'

export function initialWeights(spec: WeightSpec, key: RandomKey): Float32Array {
  const values = new Float32Array(elements(spec.shape))
  const { initializer } = spec
  const stream = new RandomStream(key)
  switch (initializer.type) {
    case 'constant':
      return values.fill(initializer.value)
    case 'normal':
      return values.map(() => stream.normal() * initializer.sd)
    case 'truncated normal':
      return values.map(() => withinTwo(stream) * initializer.sd)
    case 'scaled': {
      const variance = varianceOf(initializer.rule, fansOf(spec))
      if (initializer.distribution === 'normal') {
        return values.map(() => stream.normal() * Math.sqrt(variance))
      }
      const limit = Math.sqrt(3 * variance)
      return values.map(() => (2 * stream.uniform() - 1) * limit)
    }
  }
}

/** Glorot and Bengio 2010, equation 12; He et al. 2015, equation 10; LeCun et al. 1998, section 4.6. */
function varianceOf(
  rule: 'glorot' | 'he' | 'lecun',
  { inputs, outputs }: { inputs: number; outputs: number },
): number {
  if (rule === 'glorot') return 2 / (inputs + outputs)
  return rule === 'he' ? 2 / inputs : 1 / inputs
}

function fansOf({ shape, fans }: WeightSpec): { inputs: number; outputs: number } {
  const window = elements(shape.slice(0, -2))
  return fans ?? { inputs: window * (shape.at(-2) ?? 1), outputs: window * (shape.at(-1) ?? 1) }
}

/** Draws again beyond two standard deviations, like TensorFlow's truncated_normal. */
function withinTwo(stream: RandomStream): number {
  for (;;) {
    const value = stream.normal()
    if (Math.abs(value) <= 2) return value
  }
}
