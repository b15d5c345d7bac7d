/** @file The peak speed of one thread in WebAssembly SIMD without fused multiply-add. */

import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import asc from 'assemblyscript/asc'

const OPERATIONS = 96

/** Measures the peak in billions of operations per second. */
export async function measurePeak(): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'genspec-peak-'))
  try {
    const wasm = join(folder, 'peak.wasm')
    const source = fileURLToPath(new URL('../../assembly/peak.ts', import.meta.url))
    const settings = ['--optimizeLevel', '3', '--runtime', 'stub', '--enable', 'simd']
    const { error, stderr } = await asc.main([source, '--outFile', wasm, ...settings])
    if (error) throw new Error(stderr.toString(), { cause: error })
    const { exports } = await WebAssembly.instantiate(
      await WebAssembly.compile(readFileSync(wasm)),
      {},
    )
    return fastest(exports['peak'] as (count: number) => void)
  } finally {
    rmSync(folder, { recursive: true })
  }
}

function fastest(peak: (count: number) => void): number {
  const count = 2_000_000
  const rates = Array.from({ length: 20 }, () => {
    const start = performance.now()
    peak(count)
    return (count * OPERATIONS) / ((performance.now() - start) * 1e6)
  })
  return Math.max(...rates)
}
