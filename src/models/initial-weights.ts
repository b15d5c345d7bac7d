/** @file Initial values of weights. */

import type { WeightSpec } from '../kinds/layer.js'
import { elements } from '../kinds/shape.js'
import { type RandomKey, RandomStream } from '../random/key.js'

export function initialWeights({ shape, initializer }: WeightSpec, key: RandomKey): Float32Array {
  const values = new Float32Array(elements(shape))
  switch (initializer) {
    case 'zeros':
      return values
    case 'ones':
      return values.fill(1)
    case 'glorot uniform': {
      // Glorot and Bengio 2010, equation 16: uniform within the square root of 6 / (inputs + outputs).
      const outputs = shape.at(-1) ?? 1
      const window = elements(shape.slice(0, -2))
      const inputs = shape.at(-2) ?? 1
      const limit = Math.sqrt(6 / (window * (inputs + outputs)))
      const stream = new RandomStream(key)
      return values.map(() => (2 * stream.uniform() - 1) * limit)
    }
  }
}
