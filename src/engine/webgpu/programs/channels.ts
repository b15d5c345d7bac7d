/**
 * @file Sums over all axes but the last: a workgroup takes 16 channels of a group of rows, and a second program adds
 * the groups. How a sum is split depends on the shape alone.
 */

import { type TensorInfo, util } from '@tensorflow/tfjs-core'
import type { WebGPUBackend } from '../backend.js'
import { type Program, output, record, sizeOf } from '../program.js'

/** The channels and rows that a workgroup processes at once. */
const [columns, lanes] = [16, 16] as const
const mostGroups = 64

export interface ChannelShape {
  rows: number
  channels: number
}

export function channelShape({ shape }: TensorInfo): ChannelShape {
  return { rows: util.sizeFromShape(shape.slice(0, -1)), channels: shape.at(-1) ?? 0 }
}

const groupsOf = ({ rows }: ChannelShape): number =>
  Math.max(1, Math.min(mostGroups, Math.ceil(rows / (4 * lanes))))

/**
 * A program over channels and groups of rows.
 * @param thread statements for the entry `i` of channel `channel`, which run for each of a thread's rows
 * @param variables of a thread, which `merge` combines into those of lane `own` from those of lane `other`
 */
export function overRows(program: {
  name: string
  inputs: readonly string[]
  /** Names of the sums: a workgroup's variables, and the outputs [groups, channels]. */
  sums: readonly string[]
  /** Computes the next value of each sum from the entry `i`. */
  add: string
  /** Adds the sums of the lane at `other` to those of the lane at `own`, both places in the shared arrays. */
  merge: string
}): Program {
  const { name, inputs, sums, add, merge } = program
  const shared = (sum: string) => `${sum}Shared`
  return {
    name,
    inputs,
    outputs: sums,
    uniforms: { rows: 'u32', channels: 'u32', groups: 'u32' },
    threads: columns * lanes,
    declarations: sums
      .map((sum) => `var<workgroup> ${shared(sum)}: array<f32, ${columns * lanes}>;`)
      .join('\n'),
    main: `
      let blocks = (uniforms.channels + ${columns - 1}u) / ${columns}u;
      let group = workgroup / blocks;
      let column = thread % ${columns}u;
      let lane = thread / ${columns}u;
      let channel = (workgroup % blocks) * ${columns}u + column;
      ${sums.map((sum) => `var ${sum}Sum = 0.0;`).join(' ')}
      if (channel < uniforms.channels) {
        let stride = uniforms.groups * ${lanes}u;
        for (var row = group * ${lanes}u + lane; row < uniforms.rows; row += stride) {
          let i = row * uniforms.channels + channel;
          ${add}
        }
      }
      ${sums.map((sum) => `${shared(sum)}[thread] = ${sum}Sum;`).join(' ')}
      workgroupBarrier();
      for (var half = ${lanes / 2}u; half > 0u; half /= 2u) {
        if (lane < half) {
          let own = thread;
          let other = thread + half * ${columns}u;
          ${merge}
        }
        workgroupBarrier();
      }
      if (lane == 0u && channel < uniforms.channels) {
        let at = group * uniforms.channels + channel;
        ${sums.map((sum) => `${sum}[at] = ${shared(sum)}[thread];`).join(' ')}
      }`,
  }
}

/** Records a program of {@link overRows}. @returns its sums, [groups, channels] each */
export function recordOverRows(
  backend: WebGPUBackend,
  program: Program,
  inputs: readonly TensorInfo[],
  shape: ChannelShape,
): TensorInfo[] {
  const groups = groupsOf(shape)
  const outputs = program.outputs.map(() => output(backend, [groups, shape.channels]))
  const workgroups = groups * Math.ceil(shape.channels / columns)
  record(backend, program, { inputs, outputs, uniforms: { ...shape, groups }, workgroups })
  return outputs
}

/** A program with a thread for each channel, which finishes the groups' sums. */
export function perChannel(program: Omit<Program, 'threads'>): Program {
  return {
    ...program,
    threads: 64,
    uniforms: { channels: 'u32', groups: 'u32', ...program.uniforms },
    main: `
      let channel = workgroup * 64u + thread;
      if (channel >= uniforms.channels) { return; }
      ${program.main}`,
  }
}

export function recordPerChannel(
  backend: WebGPUBackend,
  program: Program,
  inputs: readonly TensorInfo[],
  shape: ChannelShape,
  uniforms: Record<string, number>,
): TensorInfo[] {
  const { channels } = shape
  const outputs = program.outputs.map(() => output(backend, [channels]))
  record(backend, program, {
    inputs,
    outputs,
    uniforms: { channels, groups: groupsOf(shape), ...uniforms },
    workgroups: Math.ceil(channels / 64),
  })
  return outputs
}

/** A program with a thread for each entry `i`, which knows its `channel`. */
export function perEntry(program: Omit<Program, 'threads'>): Program {
  const [first = ''] = program.outputs
  return {
    ...program,
    threads: 256,
    uniforms: { channels: 'u32', ...program.uniforms },
    main: `
      let i = workgroup * 256u + thread;
      if (i >= arrayLength(&${first})) { return; }
      let channel = i % uniforms.channels;
      ${program.main}`,
  }
}

export function recordPerEntry(
  backend: WebGPUBackend,
  program: Program,
  inputs: readonly TensorInfo[],
  like: TensorInfo,
  uniforms: Record<string, number> = {},
): TensorInfo {
  const result = output(backend, like.shape)
  const { channels } = channelShape(like)
  record(backend, program, {
    inputs,
    outputs: [result],
    uniforms: { channels, ...uniforms },
    workgroups: Math.ceil(sizeOf(like) / 256),
  })
  return result
}
