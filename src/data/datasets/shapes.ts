import { defineDataset } from '../../kinds/dataset.js'
import { integer, number, size } from '../../kinds/parameter.js'
import { RandomStream, deriveKey, seedKey } from '../../random/key.js'

const classes = ['disc', 'square', 'triangle', 'cross'] as const

/** True if a point is inside the shape of radius 1 around the origin; y points down. */
const inside: Record<(typeof classes)[number], (x: number, y: number) => boolean> = {
  disc: (x, y) => x * x + y * y < 1,
  square: (x, y) => Math.max(Math.abs(x), Math.abs(y)) < 0.85,
  triangle: (x, y) => y < 0.7 && y > -1 && Math.abs(x) < (y + 1) * 0.55,
  cross: (x, y) =>
    Math.min(Math.abs(x), Math.abs(y)) < 0.3 && Math.max(Math.abs(x), Math.abs(y)) < 1,
}

/**
 * A shape of random place, size and colours on a uniform background, with noise: easy to learn, cheap at any
 * size, identical on every machine. Classes alternate.
 */
export const shapes = defineDataset({
  name: 'shapes',
  summary: 'drawn discs, squares, triangles and crosses, for tests',
  parameters: {
    size: size({ doc: 'height and width of the images', default: [16, 16] }),
    train: integer({ doc: 'training images', min: 1, named: true, default: 1000 }),
    test: integer({ doc: 'test images', min: 1, named: true, default: 200 }),
    noise: number({ doc: 'standard deviation of the noise', min: 0, named: true, default: 0.05 }),
  },

  describe({ size: [height = 0, width = 0], train, test }) {
    const each = (count: number) =>
      classes.map((_, label) => Math.ceil((count - label) / classes.length))
    return {
      shape: [height, width, 3],
      classes,
      examples: { train, test },
      perClass: { train: each(train), test: each(test) },
    }
  },

  locate: async () => ({ found: true, folder: '', fingerprint: 'shapes 1' }),

  async load({ size: [height = 0, width = 0], train, test, noise }) {
    const split = (name: string, count: number) => ({
      labels: Int32Array.from({ length: count }, (_, index) => index % classes.length),
      image(index: number, to: Float32Array) {
        const stream = new RandomStream(deriveKey(seedKey(0), `shapes ${name} ${index}`))
        const shape = inside[classes[index % classes.length] ?? 'disc']
        draw(stream, shape, height, width, noise, to)
      },
    })
    return { train: split('train', train), test: split('test', test) }
  },
})

function draw(
  stream: RandomStream,
  shape: (x: number, y: number) => boolean,
  height: number,
  width: number,
  noise: number,
  to: Float32Array,
): void {
  const between = (low: number, high: number) => low + (high - low) * stream.uniform()
  const radius = between(0.25, 0.4) * Math.min(height, width)
  const [row, column] = [between(0.4, 0.6) * height, between(0.4, 0.6) * width]
  const dark = [0, 1, 2].map(() => between(0, 0.35))
  const light = [0, 1, 2].map(() => between(0.65, 1))
  const [ink, ground] = stream.uniform() < 0.5 ? [dark, light] : [light, dark]
  for (let pixel = 0; pixel < height * width; pixel++) {
    const x = ((pixel % width) + 0.5 - column) / radius
    const y = (Math.floor(pixel / width) + 0.5 - row) / radius
    const colour = shape(x, y) ? ink : ground
    for (let channel = 0; channel < 3; channel++) {
      const value = (colour[channel] as number) + noise * stream.normal()
      to[3 * pixel + channel] = Math.min(1, Math.max(0, value))
    }
  }
}
