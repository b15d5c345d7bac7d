/** @file The kinds that come with genspec; a project's own are registered beside them. */

import { relabel } from '../data/corruptions/relabel.js'
import { cifar10 } from '../data/datasets/cifar10.js'
import { mnist10k } from '../data/datasets/mnist-10k.js'
import { crop } from '../data/preprocessing/crop.js'
import { standardize } from '../data/preprocessing/standardize.js'
import { Registry } from '../kinds/registry.js'
import { dense } from '../models/layers/dense.js'
import { flatten } from '../models/layers/flatten.js'
import { relu } from '../models/layers/relu.js'
import { metrics } from '../training/metrics.js'
import { sgd } from '../training/optimizers/sgd.js'
import { times } from '../training/schedules/times.js'

export const builtinRegistry = new Registry([
  cifar10,
  mnist10k,
  crop,
  standardize,
  relabel,
  flatten,
  dense,
  relu,
  sgd,
  times,
  ...metrics,
])
