/** @file The part of a record's provenance that all runs of one command share. */

import { cpus } from 'node:os'
import { gitState } from './git-state.js'
import type { Provenance } from './record.js'
import { version } from './version.js'

export type Origin = Pick<
  Provenance,
  'genspec' | 'node' | 'platform' | 'processor' | 'git' | 'environment'
>

/** Environment variables that change what genspec, TensorFlow or CUDA compute, and how; not those of folders. */
const telling =
  /^(GENSPEC_(?!DATA|LAYERS)|TF_(ENABLE|DETERMINISTIC|CUDNN|FORCE|NUM|GPU|CPU|XLA)|CUDA_VISIBLE|OMP_NUM|NVIDIA_TF32)/

export async function origin(folder: string): Promise<Origin> {
  const environment: Record<string, string> = {}
  for (const [name, value] of Object.entries(process.env)) {
    if (telling.test(name) && value !== undefined) environment[name] = value
  }
  const git = await gitState(folder)
  return {
    genspec: version,
    node: process.version,
    platform: `${process.platform} ${process.arch}`,
    processor: cpus()[0]?.model.trim() ?? 'unknown',
    ...(git && { git }),
    environment,
  }
}
