/** @file TensorFlow.js' own suite: the portable engine passes all tests that the plain cpu backend passes. */

import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, it } from 'vitest'

interface Spec {
  fullName: string
  status: 'passed' | 'failed' | 'pending'
  why?: string
}

const runner = fileURLToPath(new URL('../conformance/run.mjs', import.meta.url))

/** These two register further backends made from the one named `cpu`, and so exist on no other. */
const ofCpuAlone = /^Switching cpu backends /

async function suite(backend: string): Promise<Spec[]> {
  const folder = await mkdtemp(join(tmpdir(), 'genspec-conformance-'))
  try {
    const output = join(folder, 'specs.json')
    const limits = { maxBuffer: 2 ** 26 }
    await promisify(execFile)(
      process.execPath,
      ['--import', 'tsx', runner, backend, output],
      limits,
    )
    return JSON.parse(await readFile(output, 'utf8')) as Spec[]
  } finally {
    await rm(folder, { recursive: true })
  }
}

/** The number of passes by name, since several specs can have the same name. */
function passes(specs: Spec[]): Map<string, number> {
  const counts = new Map<string, number>()
  for (const { fullName, status } of specs) {
    if (status === 'passed') counts.set(fullName, (counts.get(fullName) ?? 0) + 1)
  }
  return counts
}

it('passes what the cpu backend passes', { timeout: 300_000 }, async () => {
  const [cpu, portable] = [await suite('cpu'), await suite('portable')]
  const counts = [cpu, portable].map((specs) => specs.filter((s) => s.status === 'passed').length)
  console.log(
    `conformance: cpu passes ${counts[0]} of ${cpu.length}, portable ${counts[1]}: ` +
      'all but the two specs of the name `cpu`',
  )
  expect(counts[0]).toBeGreaterThan(4000)
  const passed = passes(portable)
  const lost = [...passes(cpu)]
    .filter(([name, count]) => (passed.get(name) ?? 0) < count)
    .map(
      ([name]) => `${name}: ${portable.find((s) => s.fullName === name)?.why ?? 'does not exist'}`,
    )
  expect(lost.filter((line) => !ofCpuAlone.test(line))).toEqual([])
  expect(lost.length).toBe(2)
  expect(counts[1]).toBe((counts[0] ?? 0) - 2)
  const failed = portable.filter(({ status }) => status === 'failed')
  expect(failed.map(({ fullName, why }) => `${fullName}: ${why}`)).toEqual(
    cpu
      .filter(({ status }) => status === 'failed')
      .map(({ fullName, why }) => `${fullName}: ${why}`),
  )
})
