/** @file A worker thread: sleeps until a job opens, takes tasks from it, sleeps again. */

import { workerData } from 'node:worker_threads'
import {
  ACTIVE,
  EPOCH,
  FAILED,
  instantiate,
  jobIn,
  OPEN,
  SLEEPING,
  takeTasks,
  type WasmKernel,
  type WorkerStart,
} from './job.js'

const { module, memory, thread, spins } = workerData as WorkerStart
const { exports, names } = await instantiate(module, memory)
const kernels = names.map((name) => exports[name] as WasmKernel)
const job = jobIn(memory)
const { words } = job

function waitAfter(epoch: number): number {
  for (let spin = 0; spin < spins; spin++) {
    const now = Atomics.load(words, EPOCH)
    if (now !== epoch) return now
  }
  // The thread counts itself as sleeping before it reads the epoch again: a job that opens in between either
  // wakes it or is seen by it.
  Atomics.add(words, SLEEPING, 1)
  Atomics.wait(words, EPOCH, epoch)
  Atomics.sub(words, SLEEPING, 1)
  return Atomics.load(words, EPOCH)
}

let epoch = 0
for (;;) {
  epoch = waitAfter(epoch)
  // The main thread waits for threads that counted themselves active while the job was open. A thread that
  // comes too late sees the closed job and touches nothing.
  Atomics.add(words, ACTIVE, 1)
  if (Atomics.load(words, OPEN) === 1) {
    try {
      takeTasks(job, kernels, thread)
    } catch {
      Atomics.store(words, FAILED, 1)
    }
  }
  if (Atomics.sub(words, ACTIVE, 1) === 1) Atomics.notify(words, ACTIVE)
}
