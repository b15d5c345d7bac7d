import type { Tensor2D } from '@tensorflow/tfjs-core'
import { describe, expect, it } from 'vitest'
import { OutOfMemoryError } from '../../src/engine/error.js'
import { frugalVariableGrads } from '../../src/engine/gradients.js'
import { portableEngine } from '../../src/engine/portable/engine.js'
import { withinMemory } from '../../src/training/within-memory.js'
import { engineMissing, startEngine } from './tensorflow-session.js'

describe('a device whose memory is full', () => {
  const h100 = { device: 'NVIDIA H100', memory: 80 * 2 ** 30 }
  /** A device with room for this many examples, and the sizes that were requested. */
  function room(examples: number) {
    const asked: number[] = []
    const step = async (some: number) => {
      asked.push(some)
      if (some > examples) throw new OutOfMemoryError('the device is out of memory')
    }
    return { asked, step }
  }

  it('says which batch would fit', async () => {
    const { asked, step } = room(40)
    await expect(withinMemory(h100, 128, step)).rejects.toThrow(
      'NVIDIA H100 with 80 GiB has no memory for a batch of 128; a batch of about 32 would fit',
    )
    expect(asked).toEqual([128, 64, 32])
  })

  it('says when none would', async () => {
    await expect(withinMemory(h100, 128, room(0).step)).rejects.toThrow(
      /not even one example fits: take a smaller model/,
    )
  })

  it('takes one step where there is room, and hides no other failure', async () => {
    const { asked, step } = room(128)
    await withinMemory(h100, 128, step)
    expect(asked).toEqual([128])
    const mistaken = withinMemory(h100, 128, async () => {
      throw new TypeError('a mistake')
    })
    await expect(mistaken).rejects.toThrow(TypeError)
  })

  it('keeps nothing of a step that failed', async () => {
    const { tf } = await portableEngine.start({ threads: 1 })
    const weight = tf.variable(tf.ones([2, 2]) as Tensor2D)
    const grads = frugalVariableGrads(tf)
    const before = tf.memory().numTensors
    const failing = () =>
      grads(() => {
        tf.relu(tf.matMul(weight, weight))
        throw new OutOfMemoryError('the device is out of memory')
      })
    expect(failing).toThrow(OutOfMemoryError)
    expect(tf.memory().numTensors).toBe(before)
    const { value } = grads(() => tf.sum<never>(tf.matMul(weight, weight)))
    expect(value.dataSync()[0]).toBe(8)
  })
})

describe.skipIf(engineMissing)("TensorFlow's memory", () => {
  it('may be too small for a tensor, and works on', async () => {
    const { tf } = await startEngine()
    // 4 PB
    expect(() => tf.fill([1e5, 1e5, 1e5], 1)).toThrow(OutOfMemoryError)
    expect(tf.fill([2], 1).dataSync()).toEqual(Float32Array.of(1, 1))
  })
})
