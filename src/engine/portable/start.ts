/** @file Start of the portable backend: registration with TensorFlow.js, once for each process, and its threads. */

import type { TensorFlow } from '../engine.js'
import { registerFusedGradients, withFusedLayers } from '../fused-layers.js'
import { fusedOperations } from '../fused-operations.js'
import { loadTensorFlow } from '../load-tensorflow.js'
import type { Operations } from '../operations.js'
import { PortableBackend } from './backend.js'
import { comparisonKernels } from './comparison.js'
import { convolutionKernels } from './convolution.js'
import { copyKernels } from './copy.js'
import { depthwiseKernels } from './depthwise.js'
import { elementwiseKernels } from './elementwise.js'
import { registerGradients } from '../kernel-gradients.js'
import { Heap } from './heap.js'
import { registerKernels } from './kernel.js'
import { lossKernels } from './loss.js'
import { lrnKernels } from './lrn.js'
import { matmulKernels } from './matmul.js'
import { normalizationKernels } from './normalization.js'
import { optimizerKernels } from './optimizer.js'
import { Pool } from './pool.js'
import { poolingKernels } from './pooling.js'
import { reduceKernels } from './reduce.js'

const NAME = 'portable'

const kernels = [
  ...matmulKernels,
  ...convolutionKernels,
  ...depthwiseKernels,
  ...poolingKernels,
  ...lrnKernels,
  ...normalizationKernels,
  ...lossKernels,
  ...optimizerKernels,
  ...elementwiseKernels,
  ...reduceKernels,
  ...copyKernels,
  ...comparisonKernels,
]

let pool: Pool | undefined

/** Makes the portable backend the current one, with that many threads. */
export async function startBackend(
  threads: number,
): Promise<{ tf: TensorFlow; operations: Operations }> {
  const tf = loadTensorFlow()
  if (pool === undefined) {
    const heap = new Heap()
    const created = await Pool.create(heap, threads)
    pool = created
    registerKernels(NAME, kernels)
    registerGradients(tf, NAME, ['Relu', 'Mean'])
    registerFusedGradients(tf)
    tf.registerBackend(NAME, () => new PortableBackend(heap, created))
  }
  await pool.resize(threads)
  await tf.setBackend(NAME)
  return {
    tf: withFusedLayers(tf),
    operations: fusedOperations(tf),
  }
}
