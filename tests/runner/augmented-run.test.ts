import { randomUUID } from 'node:crypto'
import path from 'node:path'
import { expect, test } from 'vitest'
import type { RunOrder } from '../../src/runner/messages.js'
import { orderFor, recordOf, startRun } from '../support/run-order.js'
import { spec } from '../support/specs.js'

const withLines = (...lines: string[]) =>
  orderFor(
    spec('expect train acc > 0.1', [
      [/source mnist-10k/, 'source mnist-10k\n  crop 24x24'],
      [/batch 20/, ['batch 20', ...lines].join('\n  ')],
    ]),
  )

async function curveOf(order: RunOrder) {
  const own = { ...order, storeFolder: path.join(order.storeFolder, '..', randomUUID()) }
  return (await recordOf(startRun(own), own))?.curve
}

test('a run on augmented images repeats to the last bit, differs from one without, and is evaluated without', async () => {
  const [plain, cropped] = await Promise.all([
    withLines(),
    withLines('augment crop', 'augment rotation 10'),
  ])
  const [without, once, again] = await Promise.all([plain, cropped, cropped].map(curveOf))
  expect(once).toHaveLength(10)
  expect(again).toEqual(once)
  expect(once?.[0]?.trainLoss).not.toBe(without?.[0]?.trainLoss)
  // The images of an evaluation are cropped in the middle, which is easier than anywhere.
  const last = once?.at(-1)
  expect(last?.trainLoss).toBeLessThan(last?.onlineLoss ?? 0)
})
