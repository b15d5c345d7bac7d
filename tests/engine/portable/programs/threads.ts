/**
 * @file A process that multiplies matrices with some threads, counts the workers that it starts, and then idles.
 * Usage: threads.ts THREADS MILLISECONDS. Writes workers, and the processor's milliseconds while idle.
 */

import { syncBuiltinESMExports } from 'node:module'
import threads from 'node:worker_threads'

let workers = 0
class Counted extends threads.Worker {
  constructor(...args: ConstructorParameters<typeof threads.Worker>) {
    super(...args)
    workers++
  }
}
threads.Worker = Counted
syncBuiltinESMExports()

const { portableEngine } = await import('../../../../src/engine/portable/engine.js')
const [count, milliseconds] = process.argv.slice(2).map(Number)
const { tf } = await portableEngine.start({ threads: count ?? 1 })
const multiply = () => {
  const a = tf.ones([500, 300])
  const product = tf.matMul(a, a, false, true)
  if (product.dataSync().some((value) => value !== 300)) throw new Error('a product is wrong')
  tf.dispose([a, product])
}
for (let i = 0; i < 50; i++) multiply()
// Workers may still be loading; idle is what comes after.
await new Promise((resolve) => setTimeout(resolve, 300))
multiply()
const before = process.cpuUsage()
await new Promise((resolve) => setTimeout(resolve, milliseconds))
const { user, system } = process.cpuUsage(before)
multiply()
console.log(JSON.stringify({ workers, idle: (user + system) / 1000 }))
