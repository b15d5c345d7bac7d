import { describe, expect, it } from 'vitest'
import { project } from '../../support/genspec.js'
import { spec } from '../../support/specs.js'
import { runProgram } from './processes.js'

const environment = { GENSPEC_TRACE_KERNELS: '1' }
const used = [
  'BatchMatMul',
  'BatchNormalizeGradients',
  'Conv2DBackpropFilter',
  'Conv2DBackpropInput',
  'CrossEntropyGradient',
  'LRNGrad',
  'MaxPoolGrad',
  'Momentum',
]
const models = [
  'mlp_1x512',
  'mlp_3x512',
  'alexnet_small',
  'inception_small',
  'inception_small_no_bn',
]

describe('GENSPEC_TRACE_KERNELS=1', () => {
  it('no kernel falls back in the training step of the five models', async () => {
    const { stderr, code } = await runProgram('train.ts', ['2', '2', '2', ...models], {
      environment,
    })
    expect(code).toBe(0)
    const [title, ...rows] = stderr.trim().split('\n')
    expect(title).toMatch(/^kernel +calls +ms +fell back$/)
    for (const row of rows) expect(row).toMatch(/^\w+ +\d+ +[\d.]+ *$/)
    const kernels = rows.map((row) => row.split(' ')[0])
    for (const kernel of used) expect(kernels).toContain(kernel)
  })

  it('a run with depthwise convolution and Adam shows the trace, with what fell back', async () => {
    const { genspec } = await project(
      {
        'a.gen': spec('expect train acc > 1%', [
          [/model mlp {/, 'model mlp {\n  depthwise 3x3 relu'],
          [/sgd momentum 0.9/, 'adam'],
        ]),
      },
      { GENSPEC_TRACE_KERNELS: '1' },
    )
    const { stderr, code } = await genspec('a.gen', '--engine', 'portable', '--threads', '1')
    expect(code).toBe(0)
    expect(stderr).toContain('Adam')
    expect(stderr).toContain('DepthwiseConv2dNativeBackpropFilter')
    const fallen = stderr.split('\n').filter((line) => line.includes('cpu backend'))
    for (const line of fallen) expect(line).toMatch(/^\w+ +\d+ +[\d.]+ +\d+ on the cpu backend$/)
    // The numbers of the classes, once for each evaluation.
    expect(new Set(fallen.map((line) => line.split(' ')[0]))).toEqual(new Set(['Range']))
  })
})
