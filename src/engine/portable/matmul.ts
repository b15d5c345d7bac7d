/** @file Matrix multiplication: BatchMatMul and _FusedMatMul. */

import { backend_util, type TensorInfo, util } from '@tensorflow/tfjs-core'
import { type Activation, activationCode, biasOf, isFinishable } from './activation.js'
import type { PortableBackend } from './backend.js'
import { areFloat32, input, type Kernel, type KernelCall } from './kernel.js'
import { DEPTH, packedColumns, packedRows, TILE } from './packing.js'

export interface Product {
  m: number
  n: number
  k: number
  transposeA: boolean
  transposeB: boolean
  /** How many products there are, and whether all share one a or one b. */
  count?: number
  sharedA?: boolean
  sharedB?: boolean
}

/** Rows and columns of the block that one task computes: packing is paid once for each. */
function blocks(m: number, n: number): { mBlock: number; nBlock: number } {
  if (m <= 256) return { mBlock: m, nBlock: 64 }
  const mBlock = Math.min(256, Math.ceil(m / 32) * 4)
  return { mBlock, nBlock: Math.min(512, Math.ceil(n / 16) * 16) }
}

/** c = activation(a b + bias), addresses given. */
export function runMatmul(
  backend: PortableBackend,
  product: Product,
  a: number,
  b: number,
  c: number,
  bias: number,
  activation: number,
): void {
  const { m, n, k, transposeA, transposeB, count = 1, sharedA, sharedB } = product
  const { mBlock, nBlock } = blocks(m, n)
  backend.pool.run(
    'matmul',
    count * Math.ceil(m / mBlock) * Math.ceil(n / nBlock),
    TILE + packedColumns(DEPTH, nBlock) + packedRows(DEPTH, mBlock),
    ...[a, b, c, m, n, k],
    sharedA === true ? 0 : 4 * m * k,
    sharedB === true ? 0 : 4 * k * n,
    transposeA ? 1 : 0,
    transposeB ? 1 : 0,
    ...[mBlock, nBlock, bias, activation],
  )
}

function multiply(call: KernelCall, activation: Activation): TensorInfo | undefined {
  const { attrs, backend } = call
  const [a, b] = [input(call, 'a'), input(call, 'b')]
  const { bias, preluActivationWeights } = call.inputs
  if (!areFloat32(a, b, bias) || preluActivationWeights !== undefined) return undefined
  if (a.shape.length < 2 || b.shape.length < 2) return undefined
  const [transposeA, transposeB] = [attrs['transposeA'] === true, attrs['transposeB'] === true]
  const [rowsA, columnsA] = a.shape.slice(-2) as [number, number]
  const [rowsB, columnsB] = b.shape.slice(-2) as [number, number]
  const [m, k] = transposeA ? [columnsA, rowsA] : [rowsA, columnsA]
  const [n, kOfB] = transposeB ? [rowsB, columnsB] : [columnsB, rowsB]
  const [outerA, outerB] = [a.shape.slice(0, -2), b.shape.slice(0, -2)]
  const [countA, countB] = [util.sizeFromShape(outerA), util.sizeFromShape(outerB)]
  if (k !== kOfB || !isFinishable(bias, n, activation)) return undefined
  if (countA !== countB && countA !== 1 && countB !== 1) return undefined

  const outer = backend_util.assertAndGetBroadcastShape(outerA, outerB)
  const output = backend.output([...outer, m, n])
  const count = util.sizeFromShape(outer)
  if (count * m * n === 0) return output
  runMatmul(
    backend,
    { m, n, k, transposeA, transposeB, count, sharedA: countA === 1, sharedB: countB === 1 },
    backend.address(a),
    backend.address(b),
    backend.address(output),
    biasOf(backend, bias),
    activationCode(activation),
  )
  return output
}

export const matmulKernels: Kernel[] = [
  { name: 'BatchMatMul', run: (call) => multiply(call, 'linear') },
  { name: '_FusedMatMul', run: (call) => multiply(call, call.attrs['activation'] as Activation) },
]
