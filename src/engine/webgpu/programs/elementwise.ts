/** @file Elementwise programs: the optimizers' steps and the gradient of ReLU. */

import type { TensorInfo } from '@tensorflow/tfjs-core'
import type { AdamFactors } from '../../operations.js'
import { kernel } from '../kernel.js'
import { type Program, output, record, sizeOf } from '../program.js'

const threads = 256

/** A program whose `main` computes the outputs' values at `i`. */
function elementwise(program: Omit<Program, 'threads'>): Program {
  const [first = ''] = program.outputs
  const main = `
    let i = workgroup * ${threads}u + thread;
    if (i >= arrayLength(&${first})) { return; }
    ${program.main}`
  return { ...program, threads, main }
}

const workgroupsOf = (tensor: TensorInfo) => Math.ceil(sizeOf(tensor) / threads)

const momentumStep = elementwise({
  name: 'momentum',
  inputs: ['gradient'],
  outputs: ['weight', 'velocity'],
  uniforms: { rate: 'f32', momentum: 'f32', nesterov: 'u32' },
  main: `
    let v = uniforms.momentum * velocity[i] + gradient[i];
    velocity[i] = v;
    let step = select(v, gradient[i] + uniforms.momentum * v, uniforms.nesterov == 1u);
    weight[i] = weight[i] - uniforms.rate * step;`,
})

const adamStep = elementwise({
  name: 'adam',
  inputs: ['gradient'],
  outputs: ['weight', 'mean', 'square'],
  uniforms: {
    ...{ beta1: 'f32', beta2: 'f32', rest1: 'f32', rest2: 'f32' },
    ...{ epsilon: 'f32', root: 'f32', change: 'f32', kept: 'f32' },
  },
  main: `
    let g = gradient[i];
    let m = uniforms.beta1 * mean[i] + uniforms.rest1 * g;
    let v = uniforms.beta2 * square[i] + uniforms.rest2 * g * g;
    mean[i] = m;
    square[i] = v;
    let step = uniforms.change * m / (uniforms.root * sqrt(v) + uniforms.epsilon);
    weight[i] = uniforms.kept * weight[i] - step;`,
})

const reluGradient = elementwise({
  name: 'ReLU gradient',
  inputs: ['dy', 'y'],
  outputs: ['dx'],
  uniforms: {},
  main: 'dx[i] = select(0.0, dy[i], y[i] > 0.0);',
})

type Tensors<Name extends string> = Record<Name, TensorInfo>

interface MomentumAttributes {
  rate: number
  momentum: number
  nesterov: boolean
}

export const elementwiseKernels = [
  /** Changes `weight` and `velocity`, whose buffers no other tensor may share. */
  kernel<Tensors<'weight' | 'velocity' | 'gradient'>, MomentumAttributes>(
    'Momentum',
    ({ weight, velocity, gradient }, { rate, momentum, nesterov }, backend) => {
      record(backend, momentumStep, {
        inputs: [gradient],
        outputs: [weight, velocity],
        uniforms: { rate, momentum, nesterov: Number(nesterov) },
        workgroups: workgroupsOf(weight),
      })
      return []
    },
  ),

  /** Changes `weight`, `mean` and `square`, whose buffers no other tensor may share. */
  kernel<Tensors<'weight' | 'mean' | 'square' | 'gradient'>, AdamFactors>(
    'Adam',
    ({ weight, mean, square, gradient }, factors, backend) => {
      record(backend, adamStep, {
        inputs: [gradient],
        outputs: [weight, mean, square],
        uniforms: { ...factors, rest1: 1 - factors.beta1, rest2: 1 - factors.beta2 },
        workgroups: workgroupsOf(weight),
      })
      return []
    },
  ),

  /** `a` where `b`, the output of ReLU, is positive, else 0. */
  kernel<Tensors<'a' | 'b'>>('ReluGradient', ({ a, b }, _attributes, backend) => {
    const dx = output(backend, a.shape)
    record(backend, reluGradient, {
      inputs: [a, b],
      outputs: [dx],
      uniforms: {},
      workgroups: workgroupsOf(a),
    })
    return dx
  }),
]
