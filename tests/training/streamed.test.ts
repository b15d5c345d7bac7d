import { expect, test } from 'vitest'
import { builtinRegistry } from '../../src/config/builtin-kinds.js'
import { isTraining } from '../../src/claims/setup.js'
import { prepareData } from '../../src/data/prepare.js'
import { portableEngine } from '../../src/engine/portable/engine.js'
import { Model } from '../../src/models/model.js'
import { seedKey } from '../../src/random/key.js'
import { train } from '../../src/training/train.js'
import { orderFor } from '../support/run-order.js'
import { spec } from '../support/specs.js'

const session = await portableEngine.start({ threads: 1 })
const { run } = await orderFor(
  spec('expect train acc > 0.1', [
    [/take 100 train, 100 test/, 'take 110 train, 70 test\n  standardize per image'],
    [/10 epochs/, '3 epochs'],
  ]),
)

/** The training on a device with this much memory, and the numbers of images that were read at a time. */
async function trained(memory: number) {
  if (!isTraining(run.setup)) throw new Error('it has no training')
  const { dataset, corruption, training, model: layers } = run.setup
  const key = seedKey(0)
  const small = { ...session, info: { ...session.info, memory } }
  const data = await prepareData(builtinRegistry, { dataset, corruption }, run.folder, key)
  const reads: number[] = []
  const counted = (split: typeof data.train) => ({
    ...split,
    read(indices: Int32Array) {
      reads.push(indices.length)
      return split.read(indices)
    },
  })
  const tensors = small.tf.memory().numTensors
  const outcome = await train(
    {
      ...{ session: small, registry: builtinRegistry, setup: training, key },
      model: new Model(small, builtinRegistry, layers, data.train.shape, key),
      data: { ...data, train: counted(data.train), test: counted(data.test) },
    },
    () => undefined,
  )
  return { outcome, reads, tensors: small.tf.memory().numTensors - tensors }
}

test('data larger than the memory are read batch by batch, and give the same bits', async () => {
  const [resident, streamed] = [await trained(1e9), await trained(1e5)]
  expect(resident.reads).toEqual([110, 70])
  // Batches of 20, the last one of an epoch with what is left; then both splits for the evaluation.
  const epoch = [20, 20, 20, 20, 20, 10, 110, 70]
  expect(streamed.reads).toEqual([...epoch, ...epoch, ...epoch])
  expect(streamed.outcome).toEqual(resident.outcome)
  expect(streamed.outcome.curve).toHaveLength(3)
  // Streaming keeps only the weights and the optimizer's state on the device.
  expect(resident.tensors - streamed.tensors).toBe(4)
})

test('a split that fits stays on the device though the other one is streamed', async () => {
  // 0.4 of it holds 70 images of 784 values and not 110.
  const { reads } = await trained((100 * 784 * 4) / 0.4)
  expect(reads.filter((count) => count === 70)).toHaveLength(1)
  expect(reads.filter((count) => count === 110)).toHaveLength(3)
})
