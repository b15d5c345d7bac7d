/**
 * @file Gabor features: magnitudes of the responses to wavelets of several orientations and scales.
 * Zhang et al. 2017 do not state theirs (section 5). The choice here is fixed: eight
 * orientations, wavelengths of 4, 4 sqrt 2 and 8 pixels, an envelope of half a wavelength, the
 * magnitude of the complex response averaged over windows of 4x4 pixels every 2 pixels.
 */

import type { Tensor4D } from '@tensorflow/tfjs-core'
import type { TensorFlow } from '../../engine/engine.js'
import type { FeatureMap } from './features.js'

const orientations = 8
const wavelengths = [4, 4 * Math.SQRT2, 8]
const size = 13

export function gabor(tf: TensorFlow): FeatureMap {
  return {
    chunks: wavelengths.length,
    chunk: (index, images) => {
      const gray = tf.mean(images, 3, true) as Tensor4D
      const [even, odd] = filters(wavelengths[index] ?? NaN).map((values) => {
        const filter = tf.tensor4d(values, [size, size, 1, orientations])
        return tf.square(tf.conv2d(gray, filter, 1, 'same'))
      }) as [Tensor4D, Tensor4D]
      const magnitude = tf.sqrt(tf.add(even, odd)) as Tensor4D
      return tf.reshape(tf.avgPool(magnitude, 4, 2, 'valid'), [images.shape[0], -1])
    },
  }
}

/** The even and the odd filters of all orientations, each [size, size, 1, orientations]. */
function filters(wavelength: number): [Float32Array, Float32Array] {
  const even = new Float32Array(size * size * orientations)
  const odd = new Float32Array(size * size * orientations)
  const deviation = wavelength / 2
  for (let orientation = 0; orientation < orientations; orientation++) {
    const angle = (Math.PI * orientation) / orientations
    const envelopes: number[] = []
    const carriers: number[] = []
    for (let row = 0; row < size; row++) {
      for (let column = 0; column < size; column++) {
        const [y, x] = [row - (size - 1) / 2, column - (size - 1) / 2]
        envelopes.push(Math.exp(-(x * x + y * y) / (2 * deviation * deviation)))
        const along = x * Math.cos(angle) + y * Math.sin(angle)
        carriers.push((2 * Math.PI * along) / wavelength)
      }
    }
    const total = envelopes.reduce((sum, value) => sum + value, 0)
    const weighted = envelopes.reduce((sum, w, i) => sum + w * Math.cos(carriers[i] ?? 0), 0)
    // A uniform patch must give no response.
    const mean = weighted / total
    envelopes.forEach((envelope, index) => {
      const at = index * orientations + orientation
      even[at] = (envelope / total) * (Math.cos(carriers[index] ?? 0) - mean)
      odd[at] = (envelope / total) * Math.sin(carriers[index] ?? 0)
    })
  }
  return [even, odd]
}
