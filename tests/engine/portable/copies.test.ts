import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { anything, type Drawn, drawn, expectSame, on, onBoth, tensorOf, tf } from './session.js'

const shapes = fc.array(fc.integer({ min: 0, max: 6 }), { minLength: 1, maxLength: 4 })
const withAxis = shapes.chain((shape) =>
  fc.record({ shape: fc.constant(shape), axis: fc.nat(shape.length - 1) }),
)

describe('moving values', () => {
  it('Concat and SplitV undo each other', () => {
    const cases = withAxis.chain(({ shape, axis }) =>
      fc.record({
        axis: fc.constant(axis),
        parts: fc.array(fc.nat(5), { minLength: 1, maxLength: 4 }).chain((sizes) =>
          fc.tuple(
            ...sizes.map((size) =>
              drawn(
                shape.map((old, i) => (i === axis ? size : old)),
                anything,
              ),
            ),
          ),
        ),
      }),
    )
    fc.assert(
      fc.property(cases, ({ axis, parts }) => {
        const sizes = parts.map(({ shape }) => shape[axis] ?? 0)
        const joined = () => tf.concat(parts.map(tensorOf), axis)
        const [whole] = on('portable', joined)
        expectSame([whole as Drawn], on('cpu', joined))
        expectSame(
          on('portable', () => tf.split(tensorOf(whole as Drawn), sizes, axis)),
          parts,
        )
      }),
      { numRuns: 80 },
    )
  })

  it('Pack joins along a new axis', () => {
    const cases = fc
      .tuple(fc.array(fc.nat(5), { maxLength: 3 }), fc.integer({ min: 1, max: 4 }))
      .chain(([shape, count]) =>
        fc.record({
          axis: fc.nat(shape.length),
          parts: fc.array(drawn(shape, anything), { minLength: count, maxLength: count }),
        }),
      )
    fc.assert(
      fc.property(cases, ({ axis, parts }) => {
        const run = () => tf.stack(parts.map(tensorOf), axis)
        expectSame(on('portable', run), on('cpu', run))
      }),
      { numRuns: 80 },
    )
    expect(() => on('portable', () => tf.stack([tf.ones([2]), tf.ones([3])]))).toThrow(/shape/)
  })

  it('Slice, of one axis or several', () => {
    const cases = shapes.chain((shape) =>
      fc.record({
        x: drawn(shape, anything),
        from: fc.tuple(...shape.map((size) => fc.nat(size))),
        share: fc.tuple(...shape.map(() => fc.double({ min: 0, max: 1, noNaN: true }))),
        whole: fc.tuple(...shape.map(() => fc.boolean())),
      }),
    )
    fc.assert(
      fc.property(cases, ({ x, from, share, whole }) => {
        const begin = x.shape.map((_, i) => (whole[i] === true ? 0 : (from[i] ?? 0)))
        const size = x.shape.map((old, i) =>
          whole[i] === true ? old : Math.floor((share[i] ?? 0) * (old - (begin[i] ?? 0))),
        )
        const { portable, cpu } = onBoth('Slice', { x }, { begin, size })
        expectSame(portable, cpu)
      }),
      { numRuns: 80 },
    )
  })

  it('GatherV2 takes rows, and refuses an index that is out of bounds', () => {
    const cases = fc
      .tuple(fc.integer({ min: 1, max: 9 }), fc.array(fc.nat(5), { maxLength: 2 }))
      .chain(([rows, rest]) =>
        fc.record({
          x: drawn([rows, ...rest], anything),
          indices: fc.array(fc.nat(rows - 1), { maxLength: 20 }),
        }),
      )
    const gathered = (x: Drawn, indices: number[]) => () =>
      tf.gather(tensorOf(x), tf.tensor1d(indices, 'int32'))
    fc.assert(
      fc.property(cases, ({ x, indices }) => {
        expectSame(on('portable', gathered(x, indices)), on('cpu', gathered(x, indices)))
      }),
      { numRuns: 60 },
    )
    const x = { shape: [2, 3], values: new Float32Array(6) }
    expect(() => on('portable', gathered(x, [0, 2]))).toThrow('the index value 2 is not in [0, 1]')
  })

  it('a reshaped tensor shares its values until the last of both is gone', () => {
    const x = tf.tensor1d([1, 2, 3, 4, 5, 6])
    const doubled = tf.add(x, x)
    const turned = tf.reshape(doubled, [2, 3])
    doubled.dispose()
    expect([...turned.dataSync()]).toEqual([2, 4, 6, 8, 10, 12])
    tf.dispose([x, turned])
  })
})
