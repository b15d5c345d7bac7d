import { definePoints } from '../../kinds/computation.js'
import { integer } from '../../kinds/parameter.js'
import { RandomStream, deriveKey } from '../../random/key.js'

/** Independent standard normal coordinates, and independent standard normal targets. */
export const gaussianCloud = definePoints({
  name: 'gaussian_cloud',
  summary: 'n points in d dimensions, coordinates and targets drawn from a standard normal',
  parameters: {
    n: integer({ doc: 'points', named: true, min: 2 }),
    d: integer({ doc: 'dimensions', named: true, min: 1 }),
  },
  size: ({ n, d }) => ({ count: n, dimension: d }),
  draw({ n, d }, key) {
    const draw = (purpose: string, length: number) => {
      const stream = new RandomStream(deriveKey(key, purpose))
      return Float64Array.from({ length }, () => stream.normal())
    }
    return {
      count: n,
      dimension: d,
      coordinates: draw('coordinates', n * d),
      targets: draw('targets', n),
    }
  },
})
