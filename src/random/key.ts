/** @file Explicit randomness: every stochastic function takes a key, derived from a run's seed and a purpose. */

import type boxMuller from '@stdlib/random-base-box-muller'
import { createHash } from 'node:crypto'
import { createRequire } from 'node:module'
import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64'
import { uniformInt } from 'pure-rand/distribution/uniformInt'
import { xoroshiro128plusFromState } from 'pure-rand/generator/xoroshiro128plus'
import type { RandomGenerator } from 'pure-rand/types/RandomGenerator'

/** 128 bits that identify one stream of random numbers. */
export interface RandomKey {
  readonly state: readonly [number, number, number, number]
}

function keyOf(text: string): RandomKey {
  const digest = createHash('sha256').update(text).digest()
  const word = (index: number) => digest.readInt32LE(4 * index)
  return { state: [word(0), word(1), word(2), word(3)] }
}

/** The root key of a run. */
export function seedKey(seed: number): RandomKey {
  return keyOf(`seed ${seed}`)
}

/** Derives a separate key for each purpose, so that streams of different purposes are independent. */
export function deriveKey(key: RandomKey, purpose: string): RandomKey {
  return keyOf(`${key.state.join(' ')} ${purpose}`)
}

const require = createRequire(import.meta.url)

/** Loads hundreds of small files, so it waits for the first normal draw. */
function normalFactory(): (typeof boxMuller)['factory'] {
  const { factory } = require('@stdlib/random-base-box-muller') as typeof boxMuller
  return factory
}

/** Draws from the stream of a key; the same key always gives the same draws, on every machine. */
export class RandomStream {
  readonly #generator: RandomGenerator
  #normal: (() => number) | undefined

  constructor(key: RandomKey) {
    this.#generator = xoroshiro128plusFromState(key.state)
  }

  /** An integer in [0, end). */
  integer(end: number): number {
    return uniformInt(this.#generator, 0, end - 1)
  }

  /** A number in [0, 1). */
  uniform(): number {
    return uniformFloat64(this.#generator)
  }

  /** A draw from the standard normal distribution (Box and Muller 1958). */
  normal(): number {
    this.#normal ??= normalFactory()({ prng: () => this.uniform() })
    return this.#normal()
  }

  /** A uniformly drawn order of 0 … length - 1 (Fisher and Yates). */
  permutation(length: number): Int32Array {
    const order = new Int32Array(length)
    for (let index = 0; index < length; index++) order[index] = index
    for (let last = length - 1; last > 0; last--) {
      const other = this.integer(last + 1)
      const moved = order[last] as number
      order[last] = order[other] as number
      order[other] = moved
    }
    return order
  }
}
