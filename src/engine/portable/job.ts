/** @file Layout of a job in shared memory, and the loop in which a thread takes its tasks. */

/** A kernel of the WebAssembly module: computes tasks `begin` to `end` of a job. */
export type WasmKernel = (begin: number, end: number, scratch: number, ...values: number[]) => void

/** The data that a worker starts with. */
export interface WorkerStart {
  module: WebAssembly.Module
  memory: WebAssembly.Memory
  /** 0 is the main thread. */
  thread: number
  /** The number of times that a worker checks for a job before it sleeps. */
  spins: number
}

const CONTROL = 32_768

/** Indices of the 32-bit control words. */
export const EPOCH = 0
export const OPEN = 1
export const ACTIVE = 2
export const NEXT = 3
export const TASKS = 4
export const KERNEL = 5
export const VALUES = 6
export const SCRATCH = 7
export const SCRATCH_SIZE = 8
export const FAILED = 9
/** The number of workers that sleep or are about to. */
export const SLEEPING = 10

export interface Job {
  words: Int32Array
  values: Float64Array
}

export function jobIn(memory: WebAssembly.Memory): Job {
  return {
    words: new Int32Array(memory.buffer, CONTROL, 16),
    values: new Float64Array(memory.buffer, CONTROL + 64, 64),
  }
}

/** The names of the module's kernels, in an order that is the same in every thread. */
function kernelNames(exports: WebAssembly.Exports): string[] {
  return Object.keys(exports)
    .filter((name) => typeof exports[name] === 'function')
    .sort()
}

export async function instantiate(module: WebAssembly.Module, memory: WebAssembly.Memory) {
  const abort = () => {
    throw new Error('a kernel of the portable engine stopped')
  }
  const { exports } = await WebAssembly.instantiate(module, { env: { memory, abort } })
  return { exports, names: kernelNames(exports) }
}

/** Runs tasks of the open job until none is left. */
export function takeTasks({ words, values }: Job, kernels: WasmKernel[], thread: number): void {
  const kernel = kernels[words[KERNEL] ?? -1]
  if (kernel === undefined) throw new Error('the job names no kernel')
  const tasks = words[TASKS] ?? 0
  const scratch = ((words[SCRATCH] ?? 0) >>> 0) + thread * (words[SCRATCH_SIZE] ?? 0)
  const given = Array.from(values.subarray(0, words[VALUES]))
  for (;;) {
    const task = Atomics.add(words, NEXT, 1)
    if (task >= tasks) return
    kernel(task, task + 1, scratch, ...given)
  }
}
