/** @file Batch normalisation with the statistics of the batch: three dispatches forward, three backward. */

import type { TensorInfo } from '@tensorflow/tfjs-core'
import type { WebGPUBackend } from '../backend.js'
import { kernel } from '../kernel.js'
import {
  channelShape,
  overRows,
  perChannel,
  perEntry,
  recordOverRows,
  recordPerChannel,
  recordPerEntry,
} from './channels.js'

/** Statements that add the moments `other` to the moments `own` (Chan, Golub and LeVeque 1983, section 2). */
const merged = (
  own: { count: string; mean: string; squares: string },
  other: { count: string; mean: string; squares: string },
) => `
  let n = ${own.count} + ${other.count};
  if (n > 0.0) {
    let delta = ${other.mean} - ${own.mean};
    let share = ${other.count} / n;
    ${own.mean} += delta * share;
    ${own.squares} += ${other.squares} + delta * delta * ${own.count} * share;
    ${own.count} = n;
  }`

const shared = (at: string) => ({
  count: `countsShared[${at}]`,
  mean: `meansShared[${at}]`,
  squares: `squaresShared[${at}]`,
})

const momentParts = overRows({
  name: 'batch moments of groups',
  inputs: ['x'],
  sums: ['counts', 'means', 'squares'],
  // Welford's recurrence: a sum of squares would lose a small variance beside a large mean.
  add: `
    countsSum += 1.0;
    let delta = x[i] - meansSum;
    meansSum += delta / countsSum;
    squaresSum += delta * (x[i] - meansSum);`,
  merge: merged(shared('own'), shared('other')),
})

const momentsOf = perChannel({
  name: 'batch moments',
  inputs: ['counts', 'means', 'squares'],
  outputs: ['mean', 'variance', 'reciprocal'],
  uniforms: { epsilon: 'f32' },
  main: `
    var count = 0.0; var average = 0.0; var sum = 0.0;
    for (var group = 0u; group < uniforms.groups; group++) {
      let at = group * uniforms.channels + channel;
      ${merged(
        { count: 'count', mean: 'average', squares: 'sum' },
        { count: 'counts[at]', mean: 'means[at]', squares: 'squares[at]' },
      )}
    }
    mean[channel] = average;
    variance[channel] = sum / count;
    reciprocal[channel] = 1.0 / sqrt(sum / count + uniforms.epsilon);`,
})

const normalize = (scaled: boolean) =>
  perEntry({
    name: `batch normalise${scaled ? ' and scale' : ''}`,
    inputs: ['x', 'mean', 'reciprocal', 'offset', ...(scaled ? ['scale'] : [])],
    outputs: ['y'],
    uniforms: {},
    main: `
      let normal = (x[i] - mean[channel]) * reciprocal[channel];
      y[i] = normal${scaled ? ' * scale[channel]' : ''} + offset[channel];`,
  })

const gradientParts = overRows({
  name: 'batch normalisation gradient of groups',
  inputs: ['dy', 'x', 'mean'],
  sums: ['total', 'product'],
  add: 'totalSum += dy[i]; productSum += dy[i] * (x[i] - mean[channel]);',
  merge: `
    totalShared[own] += totalShared[other];
    productShared[own] += productShared[other];`,
})

/** The sums of dy and of dy (x - mean) / deviation: the gradients with respect to offset and scale. */
const gradientSums = perChannel({
  name: 'batch normalisation gradient',
  inputs: ['total', 'product', 'reciprocal'],
  outputs: ['dOffset', 'dScale'],
  uniforms: {},
  main: `
    var offset = 0.0; var scale = 0.0;
    for (var group = 0u; group < uniforms.groups; group++) {
      let at = group * uniforms.channels + channel;
      offset += total[at];
      scale += product[at];
    }
    dOffset[channel] = offset;
    dScale[channel] = scale * reciprocal[channel];`,
})

const inputGradient = (scaled: boolean) =>
  perEntry({
    name: `batch normalisation gradient by the input${scaled ? ', scaled' : ''}`,
    inputs: ['dy', 'x', 'mean', 'reciprocal', 'dOffset', 'dScale', ...(scaled ? ['scale'] : [])],
    outputs: ['dx'],
    uniforms: { rows: 'f32' },
    main: `
      let normal = (x[i] - mean[channel]) * reciprocal[channel];
      let rest = dy[i] - (dOffset[channel] + normal * dScale[channel]) / uniforms.rows;
      dx[i] = rest * reciprocal[channel]${scaled ? ' * scale[channel]' : ''};`,
  })

const programs = {
  normalize: { plain: normalize(false), scaled: normalize(true) },
  inputGradient: { plain: inputGradient(false), scaled: inputGradient(true) },
}

interface Statistics {
  x: TensorInfo
  mean: TensorInfo
  reciprocal: TensorInfo
  scale?: TensorInfo
}

export const batchNormKernels = [
  /** Outputs mean, variance, and 1 / sqrt(variance + epsilon) of each channel. */
  kernel<{ x: TensorInfo }, { epsilon: number }>('BatchMoments', ({ x }, { epsilon }, backend) => {
    const shape = channelShape(x)
    const parts = recordOverRows(backend, momentParts, [x], shape)
    const moments = recordPerChannel(backend, momentsOf, parts, shape, { epsilon })
    dispose(backend, parts)
    return moments
  }),

  kernel<Statistics & { offset: TensorInfo }>(
    'BatchNormalize',
    ({ x, mean, reciprocal, scale, offset }, _attributes, backend) => {
      const inputs = [x, mean, reciprocal, offset]
      return [
        scale === undefined
          ? recordPerEntry(backend, programs.normalize.plain, inputs, x)
          : recordPerEntry(backend, programs.normalize.scaled, [...inputs, scale], x),
      ]
    },
  ),

  /** Outputs the gradients with respect to x, offset and scale. */
  kernel<Statistics & { dy: TensorInfo }>(
    'BatchNormalizeGradients',
    ({ dy, x, mean, reciprocal, scale }, _attributes, backend) => {
      const shape = channelShape(x)
      const parts = recordOverRows(backend, gradientParts, [dy, x, mean], shape)
      const sums = recordPerChannel(backend, gradientSums, [...parts, reciprocal], shape, {})
      dispose(backend, parts)
      const inputs = [dy, x, mean, reciprocal, ...sums]
      const { rows } = shape
      const dx =
        scale === undefined
          ? recordPerEntry(backend, programs.inputGradient.plain, inputs, x, { rows })
          : recordPerEntry(backend, programs.inputGradient.scaled, [...inputs, scale], x, { rows })
      return [dx, ...sums]
    },
  ),
]

function dispose(backend: WebGPUBackend, tensors: readonly TensorInfo[]): void {
  for (const { dataId } of tensors) backend.disposeData(dataId)
}
