/** @file Registers the backend with TensorFlow.js, once a process, and sets its number of threads. */

import { loadTensorFlow } from '../load-tensorflow.js'
import { composedOperations } from '../operations.js'
import { PortableBackend } from './backend.js'
import { Heap } from './heap.js'
import { registerKernels } from './kernel.js'
import { convolutionKernels } from './convolution.js'
import { matmulKernels } from './matmul.js'
import { Pool } from './pool.js'

const NAME = 'portable'

const kernels = [...matmulKernels, ...convolutionKernels]

let pool: Pool | undefined

/** Makes the portable backend the current one, with that many threads. */
export async function startBackend(threads: number) {
  const tf = loadTensorFlow()
  if (pool === undefined) {
    const heap = new Heap()
    const created = await Pool.create(heap, threads)
    pool = created
    registerKernels(NAME, kernels)
    tf.registerBackend(NAME, () => new PortableBackend(heap, created))
  }
  await pool.resize(threads)
  await tf.setBackend(NAME)
  return { tf, operations: composedOperations(tf) }
}
