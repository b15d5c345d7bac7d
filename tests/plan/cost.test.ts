import { expect, test } from 'vitest'
import { builtinRegistry } from '../../src/config/builtin-kinds.js'
import type { LayerSetup } from '../../src/claims/setup.js'
import { modelCost } from '../../src/plan/cost.js'

const kernel = { padding: 'same', bias: false, init: 'auto', activation: 'linear' }

const conv = (window: number, stride: number, filters: number): LayerSetup => ({
  kind: 'conv',
  parameters: { ...kernel, window: [window, window], stride: [stride, stride], filters },
})
const depthwise = (stride: number): LayerSetup => ({
  kind: 'depthwise',
  parameters: { ...kernel, window: [3, 3], stride: [stride, stride], multiplier: 1 },
})

/** Stride of the depthwise convolution and filters of the 1x1 convolution after it, from table 1. */
const pairs: [number, number][] = [
  ...([
    [1, 64],
    [2, 128],
    [1, 128],
    [2, 256],
    [1, 256],
    [2, 512],
  ] as [number, number][]),
  ...Array.from({ length: 5 }, (): [number, number] => [1, 512]),
  ...([
    [2, 1024],
    [1, 1024],
  ] as [number, number][]),
]

test('MobileNet takes the 569 million multiplications with additions of its paper (Howard et al. 2017, table 4)', () => {
  const layers = [
    conv(3, 2, 32),
    ...pairs.flatMap(([stride, filters]) => [depthwise(stride), conv(1, 1, filters)]),
    { kind: 'globalpool', parameters: {} },
    { kind: 'dense', parameters: { ...kernel, bias: true, units: 1000 } },
  ]
  const { multiplyAdds, parameters } = modelCost(builtinRegistry, layers, [224, 224, 3])
  expect(Math.round(multiplyAdds / 1e6)).toBe(569)
  // Without the scales and shifts of batch normalisation; 4.2 million in the paper.
  expect((parameters / 1e6).toFixed(1)).toBe('4.2')
})
