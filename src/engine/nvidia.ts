/** @file The GPU that NVIDIA's driver reports. */

import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

const run = promisify(execFile)

export interface Gpu {
  name: string
  /** Bytes of memory. */
  memory: number
  driver: string
}

/** The first GPU, `undefined` without an NVIDIA driver. */
export async function findGpu(): Promise<Gpu | undefined> {
  const query = ['--query-gpu=name,memory.total,driver_version', '--format=csv,noheader,nounits']
  const answer = await run('nvidia-smi', query).catch(() => undefined)
  const [name, mebibytes, driver] = answer?.stdout.split('\n')[0]?.split(', ') ?? []
  if (name === undefined || mebibytes === undefined || driver === undefined) return undefined
  return { name, memory: Number(mebibytes) * 2 ** 20, driver }
}
