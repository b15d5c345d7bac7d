/**
 * @file The promise on bits: weights after 20 steps have the committed hashes, with any number of threads and on
 * any Node. CI runs this on Node 20, 22 and 24. Other executables, as the npm package `node` brings them, can be
 * named in GENSPEC_NODES, separated as in PATH.
 *
 * When a kernel changes its bits on purpose, raise KERNELS in src/engine/portable/engine.ts, and take the new
 * hashes from: node --import tsx tests/engine/portable/programs/train.ts 2 8 20 mlp_1x512 alexnet_small inception_small
 */

import { readFileSync } from 'node:fs'
import { delimiter } from 'node:path'
import { describe, expect, it } from 'vitest'
import { runProgram } from './processes.js'

const committed = readFileSync(new URL('bits.txt', import.meta.url), 'utf8')
const models = ['mlp_1x512', 'alexnet_small', 'inception_small']
const others = process.env['GENSPEC_NODES']?.split(delimiter) ?? []
if (others.length === 0) {
  console.log(`only Node ${process.version} compares bits: GENSPEC_NODES names no others`)
}

async function hashes(threads: number, node: string): Promise<string> {
  const { stdout, stderr } = await runProgram('train.ts', [`${threads}`, '8', '20', ...models], {
    node,
  })
  expect(stderr).toBe('')
  return stdout
}

describe('the same bits', () => {
  it.each([1, 2, 3, 8])('with %i threads', async (threads) => {
    expect(await hashes(threads, process.execPath)).toBe(committed)
  })

  it.each(others)('on %s', async (node) => {
    expect(await hashes(2, node)).toBe(committed)
  })
})
