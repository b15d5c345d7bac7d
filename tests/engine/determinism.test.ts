import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { knownDeterminism, rememberDeterminism } from '../../src/engine/determinism.js'

let folder: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'genspec-determinism-'))
  vi.stubEnv('GENSPEC_CACHE', folder)
})

afterEach(async () => {
  vi.unstubAllEnvs()
  await rm(folder, { recursive: true })
})

const place = {
  name: 'tensorflow',
  version: 'TensorFlow 2.21.0',
  numerics: { oneDNN: true },
  device: 'AMD EPYC',
  threads: 2,
} as const

it('is remembered for one engine, its settings, its device and its threads', async () => {
  expect(await knownDeterminism(place)).toBeUndefined()
  await rememberDeterminism(place, false)
  await rememberDeterminism({ ...place, threads: 1 }, true)
  expect(await knownDeterminism(place)).toBe(false)
  expect(await knownDeterminism({ ...place, threads: 1 })).toBe(true)
  expect(await knownDeterminism({ ...place, numerics: { oneDNN: false } })).toBeUndefined()
})

it('is unknown where the file is damaged, and remembered again', async () => {
  await rememberDeterminism(place, true)
  await writeFile(join(folder, 'engines', 'determinism.json'), '{"half')
  expect(await knownDeterminism(place)).toBeUndefined()
  expect(await rememberDeterminism(place, true)).toBe(true)
  expect(await knownDeterminism(place)).toBe(true)
})

it('is not remembered where the cache cannot be written', async () => {
  await writeFile(join(folder, 'file'), '')
  vi.stubEnv('GENSPEC_CACHE', join(folder, 'file'))
  expect(await rememberDeterminism(place, true)).toBe(false)
})
