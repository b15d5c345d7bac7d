/** @file The portable engine beside TensorFlow.js' plain cpu backend, for tests that compare the two. */

import type { NamedTensorMap, Tensor } from '@tensorflow/tfjs-core'
import fc from 'fast-check'
import { expect } from 'vitest'
import { portableEngine } from '../../../src/engine/portable/engine.js'

fc.configureGlobal({ seed: 20170424 })

export const session = await portableEngine.start({ threads: 3 })
export const { tf, operations } = session

/** An array that a property draws. */
export interface Drawn {
  shape: number[]
  values: Float32Array
}

export type Backend = 'portable' | 'cpu'

/** Runs `work` on one backend and reads what it returns. */
export function on(backend: Backend, work: () => Tensor | Tensor[]): Drawn[] {
  tf.setBackend(backend)
  try {
    return tf.tidy(() =>
      [work()].flat().map((tensor) => ({
        shape: tensor.shape,
        values: Float32Array.from(tensor.dataSync()),
      })),
    )
  } finally {
    tf.setBackend('portable')
  }
}

export const tensorOf = ({ shape, values }: Drawn): Tensor => tf.tensor(values, shape, 'float32')

/** A kernel's outputs on both backends, for drawn inputs. */
export function onBoth(
  kernel: string,
  inputs: Record<string, Drawn>,
  attrs: object = {},
): { portable: Drawn[]; cpu: Drawn[] } {
  const run = () => {
    const entries = Object.entries(inputs).map(([name, drawn]) => [name, tensorOf(drawn)] as const)
    const given: NamedTensorMap = Object.fromEntries(entries)
    return tf.engine().runKernel<Tensor | Tensor[]>(kernel, given, attrs as never)
  }
  return { portable: on('portable', run), cpu: on('cpu', run) }
}

/** Values of the size that training has. */
export const ordinary = fc.float({ min: -4, max: 4, noNaN: true })
/** Any float32: NaN, infinities, zeros of both signs, denormals. */
export const anything = fc.oneof(
  { weight: 3, arbitrary: ordinary },
  { weight: 1, arbitrary: fc.float() },
)

export function drawn(
  shape: number[],
  value: fc.Arbitrary<number> = ordinary,
): fc.Arbitrary<Drawn> {
  const length = shape.reduce((product, size) => product * size, 1)
  // Large arrays repeat a drawn part, with a period that no stride shares.
  const part = Math.min(length, 997)
  return fc.array(value, { minLength: part, maxLength: part }).map((values) => ({
    shape,
    values: Float32Array.from({ length }, (_, index) => values[index % part] ?? 0),
  }))
}

/**
 * Equal shapes, and values that are equal (0 and -0 too, and NaN) or, if finite, at most `tolerance` times
 * `scale` apart.
 */
export function expectSame(actual: Drawn[], expected: Drawn[], tolerance = 0, scale = 1): void {
  expect(actual.map(({ shape }) => shape)).toEqual(expected.map(({ shape }) => shape))
  actual.forEach(({ values }, output) => {
    const wanted = expected[output]?.values ?? new Float32Array()
    const at = values.findIndex(
      (value, index) => !isNear(value, wanted[index] ?? NaN, tolerance * scale),
    )
    if (at >= 0) {
      throw new Error(`output ${output}, value ${at}: ${values[at]} is not ${wanted[at]}`)
    }
  })
}

function isNear(a: number, b: number, distance: number): boolean {
  return a === b || (Number.isNaN(a) && Number.isNaN(b)) || Math.abs(a - b) <= distance
}

/** Distance in float32 values that lie between two of them. */
export function ulps(a: number, b: number): number {
  if (a === b || (Number.isNaN(a) && Number.isNaN(b))) return 0
  return Math.abs(orderOf(a) - orderOf(b))
}

const bits = new DataView(new ArrayBuffer(4))

/** Float32 values in their order, as integers. NaN is far from all. */
function orderOf(value: number): number {
  if (Number.isNaN(value)) return Infinity
  bits.setFloat32(0, value)
  const integer = bits.getInt32(0)
  return integer < 0 ? -2147483648 - integer : integer
}

export const largest = ({ values }: Drawn): number =>
  values.reduce((most, value) => Math.max(most, Math.abs(value)), 0)
