/**
 * @file A process that trains models of bench/steps on the portable engine and writes a hash of each one's weights.
 * Usage: train.ts THREADS BATCH STEPS MODEL...
 */

import { createHash } from 'node:crypto'
import { models, training } from '../../../../bench/steps/models.js'
import { portableEngine } from '../../../../src/engine/portable/engine.js'

const [threads, batch, steps, ...names] = process.argv.slice(2)
const session = await portableEngine.start({ threads: Number(threads) })
for (const name of names) {
  const model = models[name]
  if (model === undefined) throw new Error(`there is no model ${name}`)
  const { step, weights } = training(session, model, Number(batch))
  for (let i = 0; i < Number(steps); i++) step()
  const hash = createHash('sha256')
  for (const weight of weights) {
    const values = Float32Array.from(weight.dataSync())
    if (!values.every(Number.isFinite)) throw new Error(`${name} diverged`)
    hash.update(new Uint8Array(values.buffer))
  }
  session.tf.disposeVariables()
  console.log(`${name} ${hash.digest('hex')}`)
}
