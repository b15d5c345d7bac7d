/** @file Compute programs with several outputs, also in place, recorded into the backend's command queue. */

import { env, type TensorInfo, util } from '@tensorflow/tfjs-core'
import type { WebGPUBackend } from './backend.js'
import { countDispatch } from './trace.js'

/** The number of workgroups that every device allows in one dimension of a dispatch. */
const mostWorkgroups = 65_535

export interface Program {
  /** Unique among all programs, since it is the key of the compiled program. */
  name: string
  /** Buffers of floats that are only read. */
  inputs: readonly string[]
  /** Buffers of floats that are written, and may be read. */
  outputs: readonly string[]
  uniforms: Readonly<Record<string, 'f32' | 'u32'>>
  /** Threads of a workgroup. */
  threads: number
  /** Declarations outside the entry point: functions, and memory that a workgroup shares. */
  declarations?: string
  /**
   * The body of the entry point. It knows the buffers by name, `uniforms.NAME`, `workgroup`, the number of this
   * thread's workgroup, and `thread`, its number in the workgroup.
   */
  main: string
}

export interface Dispatch {
  inputs: readonly TensorInfo[]
  outputs: readonly TensorInfo[]
  uniforms: Readonly<Record<string, number>>
  workgroups: number
}

/** Records one dispatch. The backend submits it, with others, before the next read at the latest. */
export function record(backend: WebGPUBackend, program: Program, dispatch: Dispatch): void {
  const { inputs, outputs, workgroups } = dispatch
  if (workgroups === 0) return
  const bindings = [...outputs, ...inputs].map(({ dataId }) => {
    backend.uploadToGPU(dataId)
    const buffer = backend.tensorMap.get(dataId).resource
    if (buffer === null) throw new Error(`internal: ${program.name} got a tensor without a buffer`)
    return buffer
  })
  // This change in place makes values that were read earlier outdated.
  for (const { dataId } of outputs) backend.tensorMap.get(dataId).values = null
  const pipeline = (backend.pipelineCache[`genspec ${program.name}`] ??= compile(
    backend.device,
    program,
  ))
  const entries = [...bindings, uniformBuffer(backend, program, dispatch)].map(
    (buffer, binding) => ({ binding, resource: { buffer } }),
  )
  const group = backend.device.createBindGroup({ layout: pipeline.getBindGroupLayout(0), entries })
  for (const { dataId } of [...inputs, ...outputs]) backend.commandQueueOwnedIds.add(dataId)
  backend.ensureCommandEncoderReady()
  const pass = (backend.computePassEncoder ??= begin(backend))
  pass.setPipeline(pipeline)
  pass.setBindGroup(0, group)
  pass.dispatchWorkgroups(
    Math.min(workgroups, mostWorkgroups),
    Math.ceil(workgroups / mostWorkgroups),
  )
  backend.dispatchCountInPass++
  countDispatch(program.name)
  if (backend.dispatchCountInPass < env().getNumber('WEBGPU_DEFERRED_SUBMIT_BATCH_SIZE')) return
  backend.endComputePassEncoder()
  backend.submitQueue()
}

function begin({ commandEncoder }: WebGPUBackend): GPUComputePassEncoder {
  if (commandEncoder === null) throw new Error('internal: there is no command encoder')
  return commandEncoder.beginComputePass()
}

function compile(device: GPUDevice, program: Program): GPUComputePipeline {
  const { name, inputs, outputs, uniforms, threads, declarations = '', main } = program
  const buffers = [
    ...outputs.map((output) => `var<storage, read_write> ${output}: array<f32>;`),
    ...inputs.map((input) => `var<storage, read> ${input}: array<f32>;`),
    'var<uniform> uniforms: Uniforms;',
  ].map((declaration, binding) => `@group(0) @binding(${binding}) ${declaration}`)
  const fields = Object.entries({ workgroups: 'u32', ...uniforms })
  const code = `
    struct Uniforms { ${fields.map(([field, type]) => `${field}: ${type},`).join(' ')} }
    ${buffers.join('\n')}
    ${declarations}
    @compute @workgroup_size(${threads})
    fn main(@builtin(workgroup_id) groupId: vec3u, @builtin(num_workgroups) groupCount: vec3u,
            @builtin(local_invocation_index) thread: u32) {
      let workgroup = groupId.y * groupCount.x + groupId.x;
      if (workgroup >= uniforms.workgroups) { return; }
      ${main}
    }`
  const module = device.createShaderModule({ code, label: name })
  return device.createComputePipeline({
    layout: 'auto',
    label: name,
    compute: { module, entryPoint: 'main' },
  })
}

function uniformBuffer(
  backend: WebGPUBackend,
  program: Program,
  { uniforms, workgroups }: Dispatch,
): GPUBuffer {
  const fields = Object.entries(program.uniforms)
  const bytes = new ArrayBuffer(16 * Math.ceil((1 + fields.length) / 4))
  const view = new DataView(bytes)
  view.setUint32(0, workgroups, true)
  fields.forEach(([name, type], index) => {
    const value = uniforms[name]
    if (value === undefined) throw new Error(`internal: the uniform ${name} has no value`)
    if (type === 'f32') view.setFloat32(4 * (index + 1), value, true)
    else view.setUint32(4 * (index + 1), value, true)
  })
  const usage = GPUBufferUsage.COPY_DST | GPUBufferUsage.UNIFORM
  const buffer = backend.bufferManager.acquireBuffer(bytes.byteLength, usage)
  backend.device.queue.writeBuffer(buffer, 0, bytes)
  backend.uniformPendingDisposal.push(buffer)
  return buffer
}

/** A new tensor of floats on the device. */
export function output(backend: WebGPUBackend, shape: number[]): TensorInfo {
  return backend.makeTensorInfo(shape, 'float32')
}

export const sizeOf = ({ shape }: TensorInfo): number => util.sizeFromShape(shape)
