/** @file TensorFlow's settings, which it reads from the environment when it is loaded. */

import type { Installation } from './installation.js'

/** The environment variables to set. Values that the user has set take precedence, except the number of threads. */
export function settings(
  { device }: Pick<Installation, 'device'>,
  threads: number,
): Record<string, string> {
  const defaults = {
    TF_CPP_MIN_LOG_LEVEL: '3',
    TF_ENABLE_ONEDNN_OPTS: '1',
    ...(device === 'gpu' && {
      // Allocates memory on demand, so that several processes can share the device.
      TF_FORCE_GPU_ALLOW_GROWTH: 'true',
      // TF32 keeps 10 bits of each factor. It is off, since results are compared across machines.
      NVIDIA_TF32_OVERRIDE: '0',
      TF_DETERMINISTIC_OPS: '1',
    }),
  }
  const chosen = Object.entries(defaults).map(([name, value]) => [name, process.env[name] ?? value])
  return {
    ...(Object.fromEntries(chosen) as Record<string, string>),
    TF_NUM_INTRAOP_THREADS: String(threads),
    TF_NUM_INTEROP_THREADS: '1',
  }
}

export interface Numerics extends Record<string, string | boolean> {
  device: 'cpu' | 'gpu'
  oneDNN: boolean
  deterministicOperations: boolean
}

/** The settings that change results, for a run's key and record; `tf32` only with CUDA. */
export function numerics(installation: Pick<Installation, 'device'>): Numerics {
  const env = settings(installation, 1)
  const gpu = installation.device === 'gpu'
  return {
    device: installation.device,
    oneDNN:
      process.arch === 'x64' && process.platform === 'linux' && on(env['TF_ENABLE_ONEDNN_OPTS']),
    deterministicOperations: on(env['TF_DETERMINISTIC_OPS']),
    ...(gpu && { tf32: env['NVIDIA_TF32_OVERRIDE'] !== '0' }),
  }
}

const on = (value: string | undefined) => value === '1' || value?.toLowerCase() === 'true'
