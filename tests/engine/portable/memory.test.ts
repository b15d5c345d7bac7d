import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Model, training } from '../../../bench/steps/models.js'
import type { PortableBackend } from '../../../src/engine/portable/backend.js'
import { Heap, OutOfMemory } from '../../../src/engine/portable/heap.js'
import { session, tf } from './session.js'

const backend = tf.backend() as PortableBackend
const MIB = 2 ** 20

/** Every layer of the five models, few channels. */
const small: Model = {
  rate: 0.01,
  batchNorm: true,
  layers: [
    { type: 'downsample', ch3: 5 },
    { type: 'lrn' },
    { type: 'inception', ch1: 4, ch3: 4 },
    { type: 'maxPool', size: 3, stride: 2 },
    { type: 'conv', filters: 4, size: 5, stride: 1 },
    { type: 'meanPool' },
    { type: 'dense', units: 10, relu: true },
    { type: 'dense', units: 10 },
  ],
}

describe('the allocator', () => {
  it('gives blocks that are aligned and apart, and takes all back', () => {
    const actions = fc.array(
      fc.oneof(
        fc.record({ bytes: fc.oneof(fc.nat(300), fc.nat(100_000), fc.nat(9 * MIB)) }),
        fc.record({ release: fc.nat(50) }),
      ),
      { maxLength: 120 },
    )
    fc.assert(
      fc.property(actions, (todo) => {
        const heap = new Heap()
        const held: { address: number; bytes: number }[] = []
        for (const action of todo) {
          if ('bytes' in action) {
            const { bytes } = action
            const address = heap.allocate(bytes, 'a test')
            expect(address % 64).toBe(0)
            expect(address + bytes).toBeLessThanOrEqual(heap.size)
            const overlaps = held.some(
              (one) => address < one.address + one.bytes && one.address < address + bytes,
            )
            expect(overlaps).toBe(false)
            held.push({ address, bytes })
          } else {
            const [one] = held.splice(action.release % Math.max(1, held.length), 1)
            if (one !== undefined) heap.release(one.address)
          }
          expect(heap.used).toBeGreaterThanOrEqual(held.reduce((sum, { bytes }) => sum + bytes, 0))
        }
        for (const { address } of held) heap.release(address)
        expect(heap.used).toBe(0)
        // The whole heap is one block again.
        const { size } = heap
        if (size > 2 * 65_536) heap.allocate(size - 65_536, 'everything')
        expect(heap.size).toBe(size)
      }),
      { numRuns: 40 },
    )
  })

  it('uses released memory again before it grows', () => {
    const heap = new Heap()
    const sizes = [5 * MIB, 300, 2 * MIB, 70_000]
    const round = () => sizes.map((bytes) => heap.allocate(bytes, 'a test'))
    const first = round()
    for (const address of first) heap.release(address)
    const { size } = heap
    for (let i = 0; i < 100; i++) for (const address of round()) heap.release(address)
    expect(heap.size).toBe(size)
  })

  it('refuses what does not fit, says for what, and goes on', () => {
    const heap = new Heap(512)
    const address = heap.allocate(20 * MIB, 'the first')
    expect(() => heap.allocate(20 * MIB, 'the second')).toThrow(OutOfMemory)
    expect(() => heap.allocate(20 * MIB, 'the second')).toThrow(/the second needs 20971520 bytes/)
    heap.release(address)
    heap.allocate(20 * MIB, 'the second')
  })

  it('refuses to release twice', () => {
    const heap = new Heap()
    const address = heap.allocate(64, 'a test')
    heap.release(address)
    expect(() => heap.release(address)).toThrow(/nothing is allocated/)
  })
})

describe('memory of tensors', () => {
  it('comes back when they are disposed of, and at the end of tf.tidy', () => {
    const x = tf.ones([1000, 100])
    tf.add(x, 1).dispose()
    const before = backend.heap.used
    const y = tf.add(x, 1)
    expect(backend.heap.used).toBe(before + 400_000)
    y.dispose()
    expect(backend.heap.used).toBe(before)
    tf.tidy(() => void tf.matMul(tf.ones([300, 200]), tf.ones([200, 100])))
    // The threads keep the memory that they need.
    const withThreads = backend.heap.used
    tf.tidy(() => void tf.matMul(tf.ones([300, 200]), tf.ones([200, 100])))
    expect(backend.heap.used).toBe(withThreads)
    x.dispose()
  })

  it('kernels compute beyond the second gibibyte', () => {
    const { heap } = backend
    const fillers = [heap.allocate(2.2e9, 'a test')]
    while ((fillers.at(-1) ?? 0) < 2 ** 31) fillers.push(heap.allocate(240_000, 'a test'))
    const result = tf.tidy(() => {
      const a = tf.add(tf.ones([300, 200]), 0)
      expect(backend.address(a)).toBeGreaterThan(2 ** 31)
      return tf.matMul(a, tf.add(tf.ones([200, 70]), 1)).dataSync()
    })
    expect(new Set(result)).toEqual(new Set([400]))
    for (const filler of fillers) heap.release(filler)
  })

  it('when it is full, the error names the tensor, the kernel and what holds the memory', () => {
    const { heap } = backend
    const big = tf.add(tf.ones([3, 1_000_000]), 0)
    const filler = heap.allocate(2 ** 32 - heap.used - 16 * MIB, 'a test')
    const x = tf.ones([2000, 10])
    expect(() => tf.add(tf.reshape(x, [2000, 1, 10]), tf.ones([1, 1000, 10]))).toThrow(
      /^out of memory in Add: a float32 tensor of shape \[2000, 1000, 10\] needs 76.3 MiB, and \d+ tensors .* hold .* of the 4096.0 MiB .*\(the largest: .*\[3, 1000000\] 11.4 MiB/,
    )
    heap.release(filler)
    tf.dispose([big, x])
  })

  it('is flat over 1,000 steps', () => {
    const { step } = training(session, small, 2)
    for (let i = 0; i < 20; i++) step()
    const before = { used: backend.heap.used, size: backend.heap.size, ...tf.memory() }
    for (let i = 0; i < 1000; i++) step()
    const after = { used: backend.heap.used, size: backend.heap.size, ...tf.memory() }
    expect(after).toEqual(before)
  })
})
