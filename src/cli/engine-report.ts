/** @file Probes an engine and describes the result. */

import { rememberDeterminism } from '../engine/determinism.js'
import type { Engine } from '../engine/engine.js'
import { machineCores } from '../engine/machine.js'
import { probe, tolerance } from '../engine/probe.js'
import { formatCount } from '../text/amounts.js'
import { formatBytes } from '../text/bytes.js'

export interface EngineReport {
  text: string
  /** True if it can run here. */
  here: boolean
  /** False if its numbers are wrong; an engine that cannot run here is not wrong. */
  works: boolean
}

export async function engineReport(engine: Engine): Promise<EngineReport> {
  const refusal = await engine.unavailable()
  if (refusal !== undefined) return { text: `${engine.name}: ${refusal}`, here: false, works: true }
  const session = await engine.start({ threads: engine.threadsPerRun(machineCores()) })
  const { error, deterministic, gflops } = await probe(session, await engine.device())
  session.close?.()
  await rememberDeterminism(session.info, deterministic)
  const works = error < tolerance
  const { version, device, memory, threads, numerics } = session.info
  const settings = Object.entries(numerics).map(([name, value]) => `${name} ${String(value)}`)
  const rows = [
    ['device', `${device}, ${formatBytes(memory)}, ${formatCount(threads, 'thread')}`],
    ...(settings.length > 0 ? [['settings', settings.join(', ')]] : []),
    [
      'numbers',
      `${works ? 'correct' : 'WRONG'}: within ${error.toExponential(0)} of the known losses`,
    ],
    [
      'repeats',
      deterministic
        ? 'two trainings gave the same bits'
        : 'two trainings gave different bits: results vary in the last digits',
    ],
    ['speed', `${gflops.toFixed(0)} GFLOP/s in matrix products`],
  ]
  const lines = rows.map(([name = '', value = '']) => `  ${name.padEnd(10)}${value}`)
  return { text: [`${engine.name}: ${version}`, ...lines].join('\n'), here: true, works }
}
