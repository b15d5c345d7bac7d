/** @file The engine's transcendental functions against values of mpmath (functions/references.py). */

import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { on, tf, ulps } from './session.js'

const references = JSON.parse(
  readFileSync(new URL('functions/references.json', import.meta.url), 'utf8'),
) as Record<string, string[]>

const view = new DataView(new ArrayBuffer(4))

function float(pattern: string): number {
  view.setUint32(0, parseInt(pattern, 16))
  return view.getFloat32(0)
}

function run(kernel: string, ...inputs: number[][]): Float32Array {
  const names = inputs.length === 1 ? ['x'] : ['a', 'b']
  const [output] = on('portable', () => {
    const tensors = inputs.map((values, i) => [names[i] ?? '', tf.tensor1d(values)] as const)
    return tf.engine().runKernel(kernel, Object.fromEntries(tensors))
  })
  return output?.values ?? new Float32Array()
}

describe('transcendental functions', () => {
  it.each(Object.keys(references))('%s is within 2 ulp over the whole range', (kernel) => {
    const rows = (references[kernel] ?? []).map((row) => row.split(' ').map(float))
    expect(rows.length).toBeGreaterThan(500)
    const inputs = (rows[0] ?? [])
      .slice(1)
      .map((_, column) => rows.map((row) => row[column] ?? NaN))
    const worst = { far: 0, at: '' }
    run(kernel, ...inputs).forEach((value, i) => {
      const exact = rows[i]?.at(-1) ?? NaN
      const far = ulps(value, exact)
      if (far > worst.far) {
        Object.assign(worst, {
          far,
          at: `${kernel}(${rows[i]?.slice(0, -1)}): ${value} for ${exact}`,
        })
      }
    })
    expect(worst.far, worst.at).toBeLessThanOrEqual(2)
  })

  it('their limits, infinities and NaN', () => {
    const [I, N] = [Infinity, NaN]
    const limits: [string, number[], number[]][] = [
      ['Exp', [0, I, -I, N, 89, -104], [1, I, 0, N, I, 0]],
      ['Log', [1, 0, -0, I, -1, -I, N], [0, -I, -I, I, N, N, N]],
      ['Sqrt', [0, I, -1, -I, N], [0, I, N, N, N]],
      ['Tanh', [0, I, -I, N], [0, 1, -1, N]],
      ['Sigmoid', [0, I, -I, N], [0.5, 1, 0, N]],
      ['Expm1', [0, I, -I, N], [0, I, -1, N]],
      ['Log1p', [0, I, -1, -2, N], [0, I, -I, N, N]],
    ]
    for (const [kernel, x, y] of limits) expect([kernel, ...run(kernel, x)]).toEqual([kernel, ...y])
    for (const kernel of ['Sqrt', 'Tanh', 'Expm1', 'Log1p']) {
      expect(run(kernel, [-0])[0], kernel).toBe(-0)
    }
  })

  it("pow has JavaScript's special cases", () => {
    const special = [0, -0, 1, -1, 2, -2, 0.5, -0.5, 3, -3, Infinity, -Infinity, NaN]
    const pairs = special.flatMap((a) => special.map((b) => [a, b] as const))
    const values = run(
      'Pow',
      pairs.map(([a]) => a),
      pairs.map(([, b]) => b),
    )
    pairs.forEach(([a, b], i) => {
      const [value, wanted] = [values[i] ?? NaN, Math.fround(a ** b)]
      expect(Object.is(value, wanted) || ulps(value, wanted) <= 2, `${a} ** ${b} is ${value}`).toBe(
        true,
      )
      expect(Object.is(value, -0), `${a} ** ${b}`).toBe(Object.is(wanted, -0))
    })
  })
})
