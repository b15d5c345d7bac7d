/** @file The sum over all axes but the last: the gradient of a bias. */

import type { TensorInfo } from '@tensorflow/tfjs-core'
import { kernel } from '../kernel.js'
import { channelShape, overRows, perChannel, recordOverRows, recordPerChannel } from './channels.js'

const parts = overRows({
  name: 'sums of groups of rows',
  inputs: ['x'],
  sums: ['total'],
  add: 'totalSum += x[i];',
  merge: 'totalShared[own] += totalShared[other];',
})

const sums = perChannel({
  name: 'sum of rows',
  inputs: ['total'],
  outputs: ['sum'],
  uniforms: {},
  main: `
    var all = 0.0;
    for (var group = 0u; group < uniforms.groups; group++) {
      all += total[group * uniforms.channels + channel];
    }
    sum[channel] = all;`,
})

export const sumKernels = [
  kernel<{ x: TensorInfo }>('SumOfRows', ({ x }, _attributes, backend) => {
    const shape = channelShape(x)
    const [total] = recordOverRows(backend, parts, [x], shape) as [TensorInfo]
    const [sum] = recordPerChannel(backend, sums, [total], shape, {}) as [TensorInfo]
    backend.disposeData(total.dataId)
    return sum
  }),
]
