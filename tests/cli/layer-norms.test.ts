import { readdir } from 'node:fs/promises'
import path from 'node:path'
import { expect, test } from 'vitest'
import { Store } from '../../src/store/store.js'
import type { RunRecord } from '../../src/store/record.js'
import { project } from '../support/genspec.js'
import { spec } from '../support/specs.js'

test('claims can be about the weights of a layer, and its norm is part of the curve', async () => {
  const { genspec, folder } = await project({
    'a.gen': spec(`
      expect layer-1 weight norm > 0
      expect layer-1 weight norm < weight norm
      expect layer-2 weight norm < weight norm
      expect epochs to (layer-2 weight norm > 1) <= 10
    `),
  })
  const { code, stdout, stderr } = await genspec('a.gen')
  expect(stdout + stderr).toContain('1 passed')
  expect(code).toBe(0)
  const runs = path.join(folder, '.genspec', 'runs')
  const [key = ''] = (await readdir(runs)).filter((name) => /^[0-9a-f]{64}$/.test(name))
  const { curve, weightNorms = {} } = new Store(runs).read(key) as RunRecord
  for (const { weightNorm = NaN, layerNorms = [] } of curve) {
    expect(layerNorms).toHaveLength(2)
    expect(Math.hypot(...layerNorms)).toBeCloseTo(weightNorm, 6)
  }
  const norms = Object.values(weightNorms)
  expect(Math.hypot(...norms.slice(0, 2))).toBeCloseTo(curve.at(-1)?.layerNorms?.[0] ?? NaN, 6)
})

test.each(['layer-3 weight norm', 'layer-N weight norm', 'layer-0 weight norm'])(
  '%s of a model of two layers is a mistake, exit 2',
  async (metric) => {
    const { genspec } = await project({ 'a.gen': spec(`expect ${metric} > 0`) })
    const { code, stderr } = await genspec('check', 'a.gen')
    expect(stderr).toMatch(/layer-1|unknown metric/)
    expect(code).toBe(2)
  },
)
