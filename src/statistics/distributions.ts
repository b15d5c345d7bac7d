/** @file The distributions of @stdlib: hundreds of small files, loaded on first use. */

import { createRequire } from 'node:module'
import type betaQuantile from '@stdlib/stats-base-dists-beta-quantile'
import type normalCdf from '@stdlib/stats-base-dists-normal-cdf'
import type tCdf from '@stdlib/stats-base-dists-t-cdf'
import type tQuantile from '@stdlib/stats-base-dists-t-quantile'

const require = createRequire(import.meta.url)

interface Distributions {
  /** The value below which a beta variable lies with probability p. */
  betaQuantile: typeof betaQuantile
  /** The probability that a normal variable lies below x. */
  normalCdf: typeof normalCdf
  tCdf: typeof tCdf
  tQuantile: typeof tQuantile
}

let loaded: Distributions | undefined

export function distributions(): Distributions {
  loaded ??= {
    betaQuantile: require('@stdlib/stats-base-dists-beta-quantile'),
    normalCdf: require('@stdlib/stats-base-dists-normal-cdf'),
    tCdf: require('@stdlib/stats-base-dists-t-cdf'),
    tQuantile: require('@stdlib/stats-base-dists-t-quantile'),
  }
  return loaded
}
