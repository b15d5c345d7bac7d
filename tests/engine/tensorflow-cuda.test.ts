/** @file Tests of CUDA that need no GPU: the driver's answers are simulated, and no computation runs. */

import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { findGpu } from '../../src/engine/nvidia.js'
import { findInstallation } from '../../src/engine/tensorflow/installation.js'
import { numerics, settings } from '../../src/engine/tensorflow/settings.js'

describe.skipIf(process.platform === 'win32')("NVIDIA's driver", () => {
  let folder: string

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'genspec-driver-'))
    vi.stubEnv('PATH', `${folder}${delimiter}${process.env['PATH'] ?? ''}`)
    vi.stubEnv('GENSPEC_CACHE', folder)
  })

  afterEach(async () => {
    vi.unstubAllEnvs()
    await rm(folder, { recursive: true })
  })

  async function answer(script: string): Promise<void> {
    const path = join(folder, 'nvidia-smi')
    await writeFile(path, `#!/bin/sh\n${script}\n`)
    await chmod(path, 0o755)
  }

  it('names the GPU and its memory, of which a run without the engine is told', async () => {
    await answer("echo 'NVIDIA H100 80GB HBM3, 81559, 570.86.15'")
    const gpu = { name: 'NVIDIA H100 80GB HBM3', memory: 81559 * 2 ** 20, driver: '570.86.15' }
    expect(await findGpu()).toEqual(gpu)
    expect(await findInstallation()).toMatch(/NVIDIA H100 80GB HBM3 here is idle; `genspec engine/)
  })

  it('may find no device', async () => {
    await answer("echo 'No devices were found' >&2; exit 6")
    expect(await findGpu()).toBeUndefined()
  })
})

describe('settings of CUDA', () => {
  afterEach(() => {
    vi.unstubAllEnvs()
  })

  it('take memory as it is needed, and full precision', () => {
    expect(settings({ device: 'gpu' }, 2)).toMatchObject({
      TF_FORCE_GPU_ALLOW_GROWTH: 'true',
      NVIDIA_TF32_OVERRIDE: '0',
      TF_DETERMINISTIC_OPS: '1',
    })
    expect(settings({ device: 'cpu' }, 2)).not.toHaveProperty('NVIDIA_TF32_OVERRIDE')
  })

  it('are part of what decides the numbers', () => {
    const strict = numerics({ device: 'gpu' })
    expect(strict).toMatchObject({ device: 'gpu', tf32: false, deterministicOperations: true })
    vi.stubEnv('NVIDIA_TF32_OVERRIDE', '1')
    expect(numerics({ device: 'gpu' })).toEqual({ ...strict, tf32: true })
    expect(numerics({ device: 'cpu' })).not.toHaveProperty('tf32')
  })
})
