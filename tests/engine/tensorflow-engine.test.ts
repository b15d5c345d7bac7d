import { execFile } from 'node:child_process'
import { cp, mkdir, mkdtemp, rm, symlink } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { fileURLToPath } from 'node:url'
import type { Tensor, Tensor4D } from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, it } from 'vitest'
import type { EngineSession } from '../../src/engine/engine.js'
import { loadTensorFlow } from '../../src/engine/load-tensorflow.js'
import { probe, tolerance } from '../../src/engine/probe.js'
import { installFolder, layout, readInstall } from '../../src/engine/tensorflow/install/cache.js'
import { tensorflowEngine } from '../../src/engine/tensorflow/engine.js'
import { inspectPackage } from '../../src/engine/tensorflow/installation.js'
import { engineMissing, startEngine } from './tensorflow-session.js'

const run = promisify(execFile)
const require = createRequire(import.meta.url)
const genspec = fileURLToPath(new URL('../../bin/genspec.js', import.meta.url))

describe.skipIf(engineMissing)('the tensorflow engine', () => {
  let session: EngineSession

  beforeAll(async () => {
    session = await startEngine()
  })

  it('computes the known losses, and the same bits twice', async () => {
    const { error, deterministic } = await probe(session, 'processor')
    expect(error).toBeLessThan(tolerance)
    expect(deterministic).toBe(true)
  })

  it('works on the tensors of the TensorFlow.js that everybody else has', () => {
    const core = require('@tensorflow/tfjs-core') as typeof session.tf
    expect(core.getBackend()).toBe('tensorflow')
    expect(core.engine()).toBe(session.tf.engine())
    expect(core.getKernel('Conv2D', 'tensorflow')).toBeDefined()
    const made = core.tensor1d([-1, 2])
    expect(made).toBeInstanceOf(session.tf.Tensor)
    expect(Array.from(session.tf.relu(made).dataSync())).toEqual([0, 2])
  })

  it('says what it is before it is loaded as after', async () => {
    expect(session.info).toMatchObject(await tensorflowEngine.identity())
    expect(session.info.version).toMatch(/^TensorFlow 2\.\d+\.\d+, tfjs-node-gpu 4\.22\.0$/)
    expect(session.info.numerics).toHaveProperty('oneDNN')
  })

  it('prints nothing of its own', async () => {
    const { stdout, stderr } = await run(process.execPath, [
      genspec,
      'engine',
      'probe',
      'tensorflow',
    ])
    expect(stderr).toBe('')
    expect(stdout).toMatch(/^tensorflow: TensorFlow/)
  })

  it("takes the project's own package where that works", async ({ skip }) => {
    const installed = readInstall()
    if (installed === undefined) return skip('the engine is not the one in the cache')
    const folder = await mkdtemp(join(tmpdir(), 'genspec-package-'))
    const { package: cached, site } = layout(installFolder())
    await mkdir(join(folder, 'package'))
    await cp(cached, join(folder, 'package'), { recursive: true })
    await symlink(site, join(folder, 'site'))
    const found = await inspectPackage(join(folder, 'package'))
    await rm(folder, { recursive: true })
    const { tensorflow, device } = installed
    expect(found).toMatchObject({ source: 'package', tensorflow, device })
  })
})

describe.skipIf(engineMissing)("the engine's memory", () => {
  let session: EngineSession

  beforeAll(async () => {
    session = await startEngine()
  })

  /** A training step of a small network with every fused operation. */
  function stepper(): () => void {
    const { tf, operations } = session
    const normal = (shape: number[], seed: number) =>
      tf.randomNormal(shape, 0, 0.1, 'float32', seed)
    const weights = [[3, 3, 3, 8], [8], [8], [128, 10]].map((shape, seed) =>
      tf.variable(normal(shape, seed)),
    )
    const velocities = weights.map((weight) => tf.variable(tf.zerosLike(weight), false))
    const x = normal([16, 8, 8, 3], 5) as Tensor4D
    const labels = tf.oneHot(tf.range(0, 16, 1, 'int32'), 10, 1, 0, 'float32')
    const [filter, bias, offset, kernel] = weights as unknown as Tensor[] as [
      Tensor,
      Tensor,
      Tensor,
      Tensor,
    ]
    return () => {
      tf.tidy(() => {
        const { grads } = tf.variableGrads(() => {
          const settings = { strides: 1, pad: 'same', activation: 'relu' } as const
          const h = tf.fused.conv2d({ x, filter: filter as Tensor4D, bias, ...settings })
          const { output } = operations.batchNorm(h, offset as never, undefined, 1e-3)
          const pooled = tf.relu(tf.maxPool(output, 2, 2, 'same'))
          const logits = tf.matMul(tf.reshape(pooled, [16, 128]), kernel)
          return tf.mean(operations.crossEntropy(logits as never, labels as never))
        }, weights)
        weights.forEach((weight, index) => {
          const [velocity, gradient] = [velocities[index], grads[weight.name]]
          if (velocity === undefined || gradient === undefined) throw new Error('no gradient')
          const settings = { rate: 0.01 / (index + 1), momentum: 0.9, nesterov: false }
          operations.momentum(weight, velocity, gradient, settings)
        })
      })
    }
  }

  it('stays flat over 1,000 steps', () => {
    const step = stepper()
    const { binding } = session.tf.backend() as unknown as {
      binding: { getNumOfTensors(): number }
    }
    for (let n = 0; n < 200; n++) step()
    const before = [session.tf.memory().numTensors, binding.getNumOfTensors()]
    const resident = process.memoryUsage().rss
    for (let n = 0; n < 1000; n++) step()
    expect([session.tf.memory().numTensors, binding.getNumOfTensors()]).toEqual(before)
    expect(process.memoryUsage().rss - resident).toBeLessThan(30e6)
  })

  it('is given back during the backward pass, with the same gradients', () => {
    const { tf } = session
    const core = loadTensorFlow()
    const weight = tf.variable(
      tf.tensor2d([
        [0.5, -1],
        [2, 0.25],
      ]),
    )
    const loss = () => {
      const h = tf.relu(
        tf.matMul(
          tf.tensor2d([
            [1, 2],
            [3, 4],
          ]),
          weight,
        ),
      )
      return tf.sum<never>(tf.add(tf.square(h), tf.mul(h, tf.clone(h))))
    }
    const frugal = tf.variableGrads(loss, [weight]).grads[weight.name]
    const plain = core.variableGrads(loss, [weight]).grads[weight.name]
    expect(Array.from(frugal?.dataSync() ?? [])).toEqual(Array.from(plain?.dataSync() ?? []))
  })
})
