import { readdir } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { Store } from '../../src/store/store.js'
import { engineMissing } from '../engine/tensorflow-session.js'
import { project } from '../support/genspec.js'
import { spec } from '../support/specs.js'

test('an engine that is requested but unavailable is reported, exit 3', async () => {
  const { genspec } = await project({}, { GENSPEC_CACHE: 'cache' })
  const { code, stdout } = await genspec('engine', 'probe', 'tensorflow')
  expect(stdout).toContain('`genspec engine install tensorflow` provides it')
  expect(code).toBe(3)
  expect((await genspec('engine', 'list')).code).toBe(0)
})

describe.skipIf(engineMissing)('a run on TensorFlow', () => {
  test('records its version and device, and prints nothing else', async () => {
    const { genspec, folder } = await project({ 'a.gen': spec('expect train acc > 0.9') })
    const probe = await genspec('engine', 'probe', 'tensorflow')
    expect(probe.stdout).toContain('two trainings gave the same bits')
    const { code, stdout, stderr } = await genspec('a.gen', '--engine', 'tensorflow')
    expect(stderr).toBe('')
    expect(stdout).toContain('engine: tensorflow (requested)')
    expect(code).toBe(0)
    const runs = path.join(folder, '.genspec', 'runs')
    const [key = ''] = await readdir(runs)
    const record = await new Store(runs).read(key)
    expect(record?.engine).toEqual({
      name: 'tensorflow',
      version: expect.stringMatching(/^TensorFlow 2\.\d+\.\d+, tfjs-node-gpu 4\.22\.0$/) as string,
      device: expect.any(String) as string,
      memory: expect.any(Number) as number,
      threads: expect.any(Number) as number,
      deterministic: true,
      numerics: expect.objectContaining({
        oneDNN: expect.any(Boolean) as boolean,
        deterministicOperations: expect.any(Boolean) as boolean,
      }) as object,
    })
  })
})
