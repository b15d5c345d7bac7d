/** @file Softmax cross-entropy and its gradient, a workgroup for each row. */

import type { TensorInfo } from '@tensorflow/tfjs-core'
import { kernel } from '../kernel.js'
import { type Program, output, record } from '../program.js'

const threads = 64

/** Reductions over the values of a workgroup's threads; each thread gets the result. */
const reductions = `
  var<workgroup> parts: array<f32, ${threads}>;
  fn total(thread: u32, value: f32) -> f32 {
    parts[thread] = value;
    workgroupBarrier();
    for (var half = ${threads / 2}u; half > 0u; half /= 2u) {
      if (thread < half) { parts[thread] = parts[thread] + parts[thread + half]; }
      workgroupBarrier();
    }
    let result = parts[0];
    workgroupBarrier();
    return result;
  }
  fn largest(thread: u32, value: f32) -> f32 {
    parts[thread] = value;
    workgroupBarrier();
    for (var half = ${threads / 2}u; half > 0u; half /= 2u) {
      if (thread < half) { parts[thread] = max(parts[thread], parts[thread + half]); }
      workgroupBarrier();
    }
    let result = parts[0];
    workgroupBarrier();
    return result;
  }`

const forward: Program = {
  name: 'cross-entropy',
  inputs: ['logits', 'labels'],
  outputs: ['loss', 'logarithms'],
  uniforms: { classes: 'u32' },
  threads,
  declarations: reductions,
  main: `
    let row = workgroup * uniforms.classes;
    var most = -3.4e38;
    for (var i = thread; i < uniforms.classes; i += ${threads}u) { most = max(most, logits[row + i]); }
    most = largest(thread, most);
    var sum = 0.0;
    for (var i = thread; i < uniforms.classes; i += ${threads}u) { sum += exp(logits[row + i] - most); }
    let logarithm = log(total(thread, sum));
    var part = 0.0;
    for (var i = thread; i < uniforms.classes; i += ${threads}u) {
      let value = logits[row + i] - most - logarithm;
      logarithms[row + i] = value;
      part -= labels[row + i] * value;
    }
    let all = total(thread, part);
    if (thread == 0u) { loss[workgroup] = all; }`,
}

const backward: Program = {
  name: 'cross-entropy gradient',
  inputs: ['upstream', 'logarithms', 'labels'],
  outputs: ['dLogits', 'dLabels'],
  uniforms: { classes: 'u32' },
  threads,
  main: `
    let row = workgroup * uniforms.classes;
    let scale = upstream[workgroup];
    for (var i = thread; i < uniforms.classes; i += ${threads}u) {
      dLogits[row + i] = scale * (exp(logarithms[row + i]) - labels[row + i]);
      dLabels[row + i] = -scale * logarithms[row + i];
    }`,
}

type Tensors<Name extends string> = Record<Name, TensorInfo>

export const crossEntropyKernels = [
  /** Outputs the loss of each row and log softmax(logits). */
  kernel<Tensors<'logits' | 'labels'>>(
    'CrossEntropy',
    ({ logits, labels }, _attributes, backend) => {
      const [rows = 0, classes = 0] = logits.shape
      const [loss, logarithms] = [output(backend, [rows]), output(backend, [rows, classes])]
      record(backend, forward, {
        inputs: [logits, labels],
        outputs: [loss, logarithms],
        uniforms: { classes },
        workgroups: rows,
      })
      return [loss, logarithms]
    },
  ),

  /** Outputs the gradients with respect to the logits and to the labels. */
  kernel<Tensors<'upstream' | 'logarithms' | 'labels'>>(
    'CrossEntropyGradient',
    ({ upstream, logarithms, labels }, _attributes, backend) => {
      const [rows = 0, classes = 0] = logarithms.shape
      const outputs = [output(backend, [rows, classes]), output(backend, [rows, classes])]
      record(backend, backward, {
        inputs: [upstream, logarithms, labels],
        outputs,
        uniforms: { classes },
        workgroups: rows,
      })
      return outputs
    },
  ),
]
