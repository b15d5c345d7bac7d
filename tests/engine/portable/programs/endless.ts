/** @file A process that prints its process id and computes on three threads until it is killed. */

import { portableEngine } from '../../../../src/engine/portable/engine.js'

const { tf } = await portableEngine.start({ threads: 3 })
const a = tf.ones([300, 300])
tf.matMul(a, a).dispose()
console.log(process.pid)
for (;;) tf.matMul(a, a).dispose()
