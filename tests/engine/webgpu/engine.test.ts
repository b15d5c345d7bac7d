import type { Tensor, Tensor2D, Variable } from '@tensorflow/tfjs-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { EngineSession } from '../../../src/engine/engine.js'
import { EngineError, OutOfMemoryError } from '../../../src/engine/error.js'
import { probe, tolerance } from '../../../src/engine/probe.js'
import { webgpuEngine } from '../../../src/engine/webgpu/engine.js'
import { engineMissing } from './session.js'

describe.skipIf(engineMissing)('the webgpu engine', () => {
  let session: EngineSession

  beforeAll(async () => {
    session = await webgpuEngine.start({ threads: 1 })
  }, 60_000)
  afterAll(() => session.close?.())

  it('computes the known losses, and the same bits twice', { timeout: 120_000 }, async () => {
    const { error, deterministic } = await probe(session, 'software')
    expect(error).toBeLessThan(tolerance)
    expect(deterministic).toBe(true)
  })

  it('adds products in one order', async () => {
    const { tf } = session
    // TensorFlow.js splits products of this shape, and adds their parts in any order.
    const a = tf.randomNormal([16, 2100], 0, 1, 'float32', 1) as Tensor2D
    const b = tf.randomNormal([2100, 16], 0, 1, 'float32', 2) as Tensor2D
    const once = async () => Buffer.from((await tf.matMul(a, b).data()).buffer)
    const first = await once()
    for (let again = 0; again < 3; again++) expect(first.equals(await once())).toBe(true)
  })

  it('refuses synchronous reads, and says what to write', () => {
    const sum: Tensor = session.tf.add(session.tf.ones([2000]), 1)
    expect(() => sum.dataSync()).toThrow(/use `await tensor.data\(\)`/)
  })

  it('refuses a tensor that the device cannot bind, and works on', async () => {
    const { tf } = session
    expect(() => tf.fill([2 ** 16, 2 ** 16], 1)).toThrow(OutOfMemoryError)
    expect([...(await tf.add(tf.fill([2000], 1), 1).data())].slice(0, 2)).toEqual([2, 2])
  })

  it('tells at the next read what the device refused', async () => {
    const { tf } = session
    const { device } = tf.backend() as unknown as { device: GPUDevice }
    device.createBuffer({ size: 16, usage: 0 })
    const read = tf.add(tf.ones([2000]), 1).data()
    await expect(read).rejects.toThrow(EngineError)
    await expect(session.settled?.()).resolves.toBeUndefined()
  })

  it('keeps its memory over steps', { timeout: 60_000 }, async () => {
    const { tf, operations } = session
    const weight: Variable = tf.variable(tf.ones([64, 10]))
    const velocity: Variable = tf.variable(tf.zeros([64, 10]))
    const x = tf.randomNormal([8, 64], 0, 1, 'float32', 1) as Tensor2D
    const labels = tf.oneHot(tf.tensor1d([0, 1, 2, 3, 4, 5, 6, 7], 'int32'), 10, 1, 0, 'float32')
    const step = async () => {
      tf.tidy(() => {
        const { grads } = tf.variableGrads(() => {
          const logits = tf.fused.matMul({ a: x, b: weight as never })
          return tf.mean<never>(operations.crossEntropy(logits as Tensor2D, labels as Tensor2D))
        }, [weight])
        const settings = { rate: 0.1, momentum: 0.9, nesterov: false }
        operations.momentum(weight, velocity, grads[weight.name] as Tensor, settings)
      })
      await session.settled?.()
    }
    const allocated = () =>
      (tf.memory() as unknown as { numBytesAllocatedInGPU: number }).numBytesAllocatedInGPU
    for (let count = 0; count < 30; count++) await step()
    const [tensors, bytes] = [tf.memory().numTensors, allocated()]
    for (let count = 0; count < 30; count++) await step()
    expect([tf.memory().numTensors, allocated()]).toEqual([tensors, bytes])
  })
})
