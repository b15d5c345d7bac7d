/** @file Matrix multiplication: BatchMatMul and _FusedMatMul. */

import { backend_util, type TensorInfo, util } from '@tensorflow/tfjs-core'
import { type Activation, activationCode, biasOf, isFinishable } from './activation.js'
import { areFloat32, input, type Kernel, type KernelCall } from './kernel.js'

/** Rows and columns of the block that one task computes: packing is paid once for each. */
export function blocks(m: number, n: number): { mBlock: number; nBlock: number } {
  if (m <= 256) return { mBlock: Math.max(m, 1), nBlock: 64 }
  return { mBlock: Math.min(256, Math.ceil(m / 32) * 4), nBlock: Math.min(512, Math.ceil(n / 16) * 16) }
}

/** Bytes of scratch for one task of the kernel `matmul`. */
export function matmulScratch(mBlock: number, nBlock: number): number {
  const depth = 256
  return 128 + 4 * depth * (Math.ceil(nBlock / 16) * 16 + Math.ceil(mBlock / 4) * 4)
}

function multiply(call: KernelCall, activation: Activation): TensorInfo | undefined {
  const { attrs, backend } = call
  const [a, b] = [input(call, 'a'), input(call, 'b')]
  const { bias, preluActivationWeights } = call.inputs
  if (!areFloat32(a, b, bias) || preluActivationWeights !== undefined) return undefined
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
  const { mBlock, nBlock } = blocks(m, n)
  backend.pool.run(
    'matmul',
    count * Math.ceil(m / mBlock) * Math.ceil(n / nBlock),
    matmulScratch(mBlock, nBlock),
    backend.address(a),
    backend.address(b),
    backend.address(output),
    m,
    n,
    k,
    countA === 1 ? 0 : 4 * m * k,
    countB === 1 ? 0 : 4 * k * n,
    transposeA ? 1 : 0,
    transposeB ? 1 : 0,
    mBlock,
    nBlock,
    biasOf(backend, bias),
    activationCode(activation),
  )
  return output
}

export const matmulKernels: Kernel[] = [
  { name: 'BatchMatMul', run: (call) => multiply(call, 'linear') },
  { name: '_FusedMatMul', run: (call) => multiply(call, call.attrs['activation'] as Activation) },
]
