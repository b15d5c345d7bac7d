/** @file Reads, checks, decodes and resizes pictures in threads. */

import { createRequire } from 'node:module'
import type { Tinypool } from 'tinypool'
import { machineCores } from '../../engine/machine.js'
import type { Damage } from './damage.js'
import type { Fit } from './fit.js'

export interface PictureOrder {
  file: string
  /** The expected SHA-256 of the file, if known. */
  sum?: string | undefined
  /** Height and width. */
  size: readonly [number, number]
  fit: Fit
}

/** The bytes of the picture, [height, width, 3], or its damage. */
export type PictureAnswer = { bytes: Uint8Array } | { damage: Damage }

/** The limit of threads, each of which holds a decoder and one picture. */
const mostThreads = 8
/** The time in milliseconds after which an idle thread ends. */
const idleTimeout = 10_000

let threads: Promise<Tinypool> | undefined

export async function decodePicture(order: PictureOrder): Promise<PictureAnswer> {
  threads ??= startThreads()
  return (await (await threads).run(order)) as PictureAnswer
}

async function startThreads(): Promise<Tinypool> {
  const { Tinypool } = await import('tinypool')
  return new Tinypool({
    filename: createRequire(import.meta.url).resolve('#picture-thread'),
    runtime: 'worker_threads',
    minThreads: 0,
    maxThreads: Math.min(mostThreads, machineCores()),
    idleTimeout,
  })
}
