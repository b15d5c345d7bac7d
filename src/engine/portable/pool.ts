/** @file The thread pool: runs a kernel's tasks on the main thread and on workers that share its memory. */

import { createRequire } from 'node:module'
import { readFileSync } from 'node:fs'
import { Worker } from 'node:worker_threads'
import { machineCores } from '../machine.js'
import { inOrder, type KernelArguments, type KernelName } from './arguments.js'
import type { Heap } from './heap.js'
import {
  ACTIVE,
  EPOCH,
  FAILED,
  instantiate,
  jobIn,
  KERNEL,
  NEXT,
  OPEN,
  SCRATCH,
  SCRATCH_SIZE,
  SLEEPING,
  takeTasks,
  TASKS,
  VALUES,
  type Job,
  type WasmKernel,
  type WorkerStart,
} from './job.js'

const require = createRequire(import.meta.url)

/** The number of checks for a job before a worker sleeps: about 50 microseconds, a little longer than the launch
 * of a kernel. */
const SPINS = 4000

function built(name: string): string {
  try {
    return require.resolve(name)
  } catch (cause) {
    throw new Error('the portable engine is not built: run `npm run build`', { cause })
  }
}

export class Pool {
  private readonly job: Job
  private readonly kernels: WasmKernel[]
  private readonly indices: ReadonlyMap<string, number>
  private workers: Worker[] = []
  private scratch = 0
  private scratchSize = 0

  private constructor(
    private readonly heap: Heap,
    private readonly module: WebAssembly.Module,
    exports: WebAssembly.Exports,
    names: string[],
    private threadCount: number,
  ) {
    this.job = jobIn(heap.memory)
    this.kernels = names.map((name) => exports[name] as WasmKernel)
    this.indices = new Map(names.map((name, index) => [name, index]))
  }

  static async create(heap: Heap, threads: number): Promise<Pool> {
    const module = await WebAssembly.compile(readFileSync(built('#portable-wasm')))
    const { exports, names } = await instantiate(module, heap.memory)
    return new Pool(heap, module, exports, names, threads)
  }

  get threads(): number {
    return this.threadCount
  }

  /** Changes the number of threads: starts workers or ends surplus ones. */
  async resize(threads: number): Promise<void> {
    this.threadCount = threads
    await Promise.all(this.workers.map((worker) => worker.terminate()))
    this.workers = []
    if (this.scratch !== 0) this.heap.release(this.scratch)
    this.scratch = 0
    this.scratchSize = 0
  }

  /**
   * Runs tasks 0 to `tasks` of a kernel and returns when all are done. Tasks run in any order on any
   * thread, so no two may write to the same part of the result.
   * @param scratch bytes of private memory for each thread
   */
  run<Name extends KernelName>(
    name: Name,
    tasks: number,
    scratch: number,
    given: KernelArguments<Name>,
  ): void {
    if (tasks === 0) return
    const values = inOrder(name, given)
    const index = this.indices.get(name)
    const kernel = this.kernels[index ?? -1]
    if (index === undefined || kernel === undefined) throw new Error(`there is no kernel ${name}`)
    this.reserve(scratch)
    if (tasks === 1 || this.threadCount === 1) {
      kernel(0, tasks, this.scratch, ...values)
      return
    }
    this.startWorkers()
    const { words } = this.job
    words[KERNEL] = index
    words[TASKS] = tasks
    words[NEXT] = 0
    words[SCRATCH] = this.scratch
    words[SCRATCH_SIZE] = this.scratchSize
    words[VALUES] = values.length
    this.job.values.set(values)
    Atomics.store(words, OPEN, 1)
    Atomics.add(words, EPOCH, 1)
    if (Atomics.load(words, SLEEPING) > 0) Atomics.notify(words, EPOCH)
    try {
      takeTasks(this.job, this.kernels, 0)
    } finally {
      Atomics.store(words, OPEN, 0)
      this.waitForWorkers()
    }
    if (Atomics.exchange(words, FAILED, 0) === 1)
      throw new Error(`kernel ${name} failed in a worker`)
  }

  private waitForWorkers(): void {
    const { words } = this.job
    for (let spin = 0; ; spin++) {
      const active = Atomics.load(words, ACTIVE)
      if (active === 0) return
      if (spin > SPINS) Atomics.wait(words, ACTIVE, active)
    }
  }

  private reserve(bytes: number): void {
    const size = Math.ceil(bytes / 4096) * 4096
    if (size <= this.scratchSize) return
    if (this.scratch !== 0) this.heap.release(this.scratch)
    this.scratch = 0
    this.scratchSize = 0
    this.scratch = this.heap.allocate(size * this.threadCount, 'the working memory of its threads')
    this.scratchSize = size
  }

  private startWorkers(): void {
    while (this.workers.length < this.threadCount - 1) {
      const workerData: WorkerStart = {
        module: this.module,
        memory: this.heap.memory,
        thread: this.workers.length + 1,
        // With more threads than processors, spinning would take time from threads that work.
        spins: this.threadCount <= machineCores() ? SPINS : 0,
      }
      const worker = new Worker(built('#portable-worker'), { workerData })
      worker.unref()
      this.workers.push(worker)
    }
  }
}
