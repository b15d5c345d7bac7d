/** @file The PyTorch example on a few synthetic images; skipped if `python` has no torch. */

import { execFileSync } from 'node:child_process'
import { readFileSync, readdirSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { project } from '../support/genspec.js'

const folder = fileURLToPath(new URL('../../examples/pytorch', import.meta.url))
const files = Object.fromEntries(
  readdirSync(folder).map((name) => [name, readFileSync(path.join(folder, name), 'utf8')]),
)

test('the script is simple: at most 300 lines, without the word genspec in its code', () => {
  const lines = (files['train.py'] ?? '').trim().split('\n')
  expect(lines.length).toBeLessThanOrEqual(300)
  expect(lines.filter((line) => line.includes('genspec'))).toHaveLength(1)
})

test('its claims are valid and formatted', async () => {
  const { genspec } = await project(files)
  expect(await genspec('check')).toMatchObject({ code: 0, stderr: '' })
  expect((await genspec('fmt', '--check')).code).toBe(0)
})

/** The folder of programs of the environment with torch. */
const programs = process.env['GENSPEC_TORCH'] ?? ''
const environment = { PATH: [programs, process.env['PATH']].join(path.delimiter) }

function hasTorch(): boolean {
  try {
    execFileSync('python', ['-c', 'import torch'], {
      env: { ...process.env, ...environment },
      stdio: 'ignore',
    })
    return true
  } catch {
    return false
  }
}

/** Images in the binary format of CIFAR-10: each class has a brightness, with fixed noise. */
function images(count: number): Uint8Array {
  const size = 1 + 3 * 32 * 32
  const bytes = new Uint8Array(count * size)
  let state = 1
  for (let index = 0; index < count; index++) {
    const label = index % 10
    bytes[index * size] = label
    for (let at = 1; at < size; at++) {
      state = (state * 48_271) % 2_147_483_647
      // A bright stripe at a different place for each class.
      const stripe = Math.floor((((at - 1) % 1024) / 1024) * 10) === label ? 150 : 0
      bytes[index * size + at] = stripe + (state % 100)
    }
  }
  return bytes
}

test.skipIf(!hasTorch())(
  'PyTorch fits random labels, generalises from true ones, and has the published numbers of parameters (skipped without torch)',
  async () => {
    const settings = 'model mlp_1x512 epochs 40 train images 100 test images 100'
    const spec = `
claim fits "A network fits random labels" {
  run zhang with ${settings} over 2 seeds
  expect train acc > 90% under random labels
  expect test acc under true labels > test acc under random labels + 30pp
  expect params = 1_209_866
}
`
    const empty = new Uint8Array()
    const { genspec } = await project(
      {
        ...files,
        'zhang2017.gen': spec,
        ...Object.fromEntries(
          [2, 3, 4, 5].map((n) => [`data/cifar-10/data_batch_${n}.bin`, empty]),
        ),
        'data/cifar-10/data_batch_1.bin': images(100),
        'data/cifar-10/test_batch.bin': images(100),
      },
      environment,
    )
    const { code, stdout } = await genspec('run', '--reporter', 'verbose')
    expect(stdout).toContain('1 passed')
    expect(code).toBe(0)
    const twice = await genspec('doctor', '--trainer', 'zhang', '--with', settings)
    expect(twice.stdout).toMatch(/run twice with the same seed, \d+ numbers of \d+ evaluations/)
  },
)
