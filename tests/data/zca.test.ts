import { expect, test } from 'vitest'
import { builtinRegistry } from '../../src/config/builtin-kinds.js'
import type { TrainingPass } from '../../src/kinds/dataset.js'
import reference from './numpy-reference.json' with { type: 'json' }

/** The images of numpy-reference.py. */
function image(k: number): Float32Array {
  return Float32Array.from(
    { length: 35 },
    (_, i) => ((7919 * k + 104729 * i + 31 * i * i * (k + 1)) % 251) / 250,
  )
}

test.each(reference.zca)(
  'ZCA over $images images of 35 values, epsilon $epsilon, gives what NumPy does',
  async ({ images, epsilon, last }) => {
    const training: TrainingPass = async (visit, atMost = Infinity) => {
      const count = Math.min(images, atMost)
      for (let k = 0; k < count; k++) visit(image(k))
      return { images: count }
    }
    const zca = builtinRegistry.get('preprocessing', 'zca')
    const map = await zca.prepare({ epsilon, images: 10_000 }, [5, 7, 1], training)
    const whitened = new Float32Array(35)
    map(image(images - 1), whitened, 0, undefined)
    // Single precision, of what is multiplied by up to epsilon^(-1/2).
    const scale = Math.max(1, 1e-2 / Math.sqrt(epsilon))
    last.forEach((value, i) =>
      expect(Math.abs((whitened[i] ?? NaN) - value)).toBeLessThan(1e-5 * scale),
    )
  },
)
